"""mypy proves the composition root: what does not fit is an error, not a surprise at night."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPLICATION = "chalicelib/application/__init__.py"
CAPTURES = "chalicelib/application/captures.py"
AWS = "chalicelib/outside/aws.py"
#: What somebody gets wrong: file, what stood there, what stands there now, what mypy says.
MISTAKES = {
    "a method of an adapter is renamed": (
        *(
            "chalicelib/adapters/accounts/users_postgres.py",
            "def set_kyc_status(",
            "def set_status(",
        ),
        'users: expected "Registry", got "PostgresUsers"',
    ),
    "a method in memory is renamed": (
        *("chalicelib/adapters/memory.py", "def put(self, case_id", "def keep(self, case_id"),
        'tokens: expected "Tokens", got "MemoryTokens"',
    ),
    "two buckets are swapped": (
        *(CAPTURES, "frames=self.live_frames,\n            documents=self.document_pictures,"),
        "frames=self.document_pictures,\n            documents=self.live_frames,",
        'Argument "frames" to "Liveness" has incompatible type',
    ),
    "a bucket is another one's": (
        *(AWS, 'self.settings.bucket_ocr_raw, "readings")'),
        'self.settings.bucket_ocr_raw, "frames")',
        """Literal['frames']"; expected "Literal['readings']""",
    ),
    "an argument is dropped": (
        *(CAPTURES, "            grounds=self.grounds,\n            sessions=", "sessions="),
        'Missing named argument "grounds" for "Decisions"',
    ),
    "a store holds another kind": (
        *(
            "chalicelib/outside/aws_records.py",
            "self._store(self._settings.table_profiles, Profile",
        ),
        "self._store(self._settings.table_profiles, Person",
        '"type[Person]"; expected "type[Profile]"',
    ),
    "a call of AWS is misspelt": (
        *("chalicelib/adapters/aws/objects.py", "self.client.put_object(", "self.client.put("),
        '"S3Client" has no attribute "put"',
    ),
    "an argument of AWS's is misspelt": (
        *("chalicelib/adapters/aws/workflow.py", "stateMachineArn=", "machineArn="),
        'Unexpected keyword argument "machineArn" for "start_execution" of "SFNClient"',
    ),
    "a value of AWS's is misspelt": (
        *("chalicelib/adapters/aws/counters.py", '"ALL_NEW"', '"NEW"'),
        'Argument "ReturnValues" to "update_item" of "DynamoDBClient"',
    ),
    "a client is another service's": (
        *(AWS, 'DynamoLimits(client("dynamodb")', 'DynamoLimits(client("s3")'),
        'Argument 1 to "DynamoLimits" has incompatible type "S3Client"; expected "DynamoDBClient"',
    ),
    "a service has no types": (
        *(AWS, 'client("textract")', 'client("polly")'),
        'No overload variant of "client" matches argument type "str"',
    ),
}


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What mypy says of a copy with all of these mistakes at once."""
    copy = tmp_path_factory.mktemp("copy")
    shutil.copytree(ROOT / "chalicelib", copy / "chalicelib")
    shutil.copy2(ROOT / "pyproject.toml", copy)
    for file, right, wrong, _ in MISTAKES.values():
        text = (copy / file).read_text()
        assert right in text, (file, right)
        (copy / file).write_text(text.replace(right, wrong, 1))
    cache = copy / ".mypy_cache"
    if (ROOT / ".mypy_cache").is_dir():
        shutil.copytree(ROOT / ".mypy_cache", cache)
    checked = ["chalicelib/application", "chalicelib/outside"]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *checked, "--cache-dir", str(cache)],
        cwd=copy,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow  # mypy reads a copy of the product anew
@pytest.mark.parametrize("mistake", MISTAKES)
def test_mypy_sees_it(said: str, mistake: str) -> None:
    assert MISTAKES[mistake][-1] in said
