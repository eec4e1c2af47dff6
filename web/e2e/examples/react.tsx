import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import 'vestibule-verification/define';
import type {} from 'vestibule-verification/react';
import { apiBase, token } from './session.ts';

const LABELS = { 'intro.title': 'Hello from React' };

function Verification() {
  const [step, setStep] = useState('intro');
  const [status, setStatus] = useState('');
  return (
    <>
      <vestibule-verification
        apiBase={apiBase}
        token={token}
        labels={LABELS}
        onvestibule-step-change={({ detail }) => setStep(detail.step)}
        onvestibule-success={({ detail }) => setStatus(detail.status)}
      />
      <p data-step={step}>{status}</p>
    </>
  );
}

createRoot(document.getElementById('root')!).render(<Verification />);
