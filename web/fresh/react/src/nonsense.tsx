/** Every line that is marked must be refused; one that is not is an error itself. */
import 'vestibule-verification/react';

export const nonsense = (
  <>
    {/* @ts-expect-error: no such property */}
    <vestibule-verification apiBasis="x" />
    {/* @ts-expect-error: a number */}
    <vestibule-verification maxSizeMb="ten" />
    {/* @ts-expect-error: one of three words */}
    <vestibule-verification theme="pink" />
    {/* @ts-expect-error: the detail has no such field */}
    <vestibule-verification onvestibule-success={({ detail }) => void detail.stated} />
  </>
);
