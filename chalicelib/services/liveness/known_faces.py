"""Whose the faces in the collection are, for as long as they are kept.

Sessions name them too, but end after a month; the collection itself can only be asked by a picture.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol

from chalicelib.domain.errors import Conflict
from chalicelib.domain.marks import Mark, MarkKind
from chalicelib.services.ports import Clock, EnrolledFaces, Store

#: Until they are erased; a mark wants a day.
KEEP = timedelta(days=100 * 366)


class FacesOfPeople(Protocol):
    """Faces of people who have shown themselves alive, to be found again."""

    def search(self, bucket: str, key: str, similarity: float) -> tuple[str, ...]:
        """Users whose face is at least so alike (0-100), the likest first."""
        ...

    def enrol(self, bucket: str, key: str, user_id: str) -> str:
        """Keeps the face of the picture under this user; the enrolment's id, or "" without one."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFaces:
    """`faces` is the collection."""

    marks: Store[Mark]
    faces: EnrolledFaces
    now: Clock

    def search(self, bucket: str, key: str, similarity: float) -> tuple[str, ...]:
        """Users whose face is at least so alike (0-100), the likest first."""
        return self.faces.search(bucket, key, similarity)

    def of(self, user_id: str) -> tuple[str, ...]:
        """The enrolments of a person."""
        mark = self.marks.find(user_id, MarkKind.FACES)
        return mark.ids if mark else ()

    def enrol(self, bucket: str, key: str, user_id: str) -> str:
        """Keeps the picture's face; its enrolment, or "" for none. Conflict for whoever was erased.

        Noted first and asked for the tombstone then, while an erasure does the opposite: one of the
        two sees the other. A process that dies between the collection's answer and the note leaves
        a face whose number nobody knows (docs/security.md).
        """
        face_id = self.faces.enrol(bucket, key, user_id)
        if not face_id:
            return ""
        self._note(user_id, face_id)
        if self.marks.find(user_id, MarkKind.ERASED):
            self.forget_all(user_id)
            raise Conflict("this person was erased", "person_erased")
        return face_id

    def forget_all(self, user_id: str, others: Sequence[str] = ()) -> int:
        """Removes every face of a person, and others that are known to be theirs; how many."""
        found = dict.fromkeys((*self.of(user_id), *others))
        for face_id in found:
            self.faces.forget(face_id)
        self.marks.delete(user_id, MarkKind.FACES)
        return len(found)

    def _note(self, user_id: str, face_id: str) -> None:
        def with_it(mark: Mark) -> Mark:
            ids = tuple(dict.fromkeys((*mark.ids, face_id)))
            return replace(mark, ids=ids, version=mark.version + 1)

        now = self.now()
        try:
            self.marks.add(Mark(user_id, MarkKind.FACES, now, now + KEEP, ids=(face_id,)))
        except Conflict:
            self.marks.update(user_id, MarkKind.FACES, change=with_it)
