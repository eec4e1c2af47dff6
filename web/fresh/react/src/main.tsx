import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import 'vestibule-verification/react';

/** From your backend: `POST /v1/applicants/{id}/sessions` answers with it. */
const token = async () => (await fetch('/my-backend/verification-token')).text();

function Verification() {
  const [status, setStatus] = useState('');
  return (
    <>
      <vestibule-verification
        apiBase="https://api.example.com/v1/session"
        token={token}
        documentTypes="passport,identity_card"
        resume
        onvestibule-success={({ detail }) => setStatus(detail.status)}
        onvestibule-error={(event) => {
          event.preventDefault();
          setStatus(event.detail.code);
        }}
      />
      <p>{status}</p>
    </>
  );
}

createRoot(document.getElementById('root')!).render(<Verification />);
