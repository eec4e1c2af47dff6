/** Portuguese. */
import type { Base } from './en.js';

export const messages: Base = {
  'stepper.label': 'Progresso',
  'stepper.document': 'Documento',
  'stepper.liveness': 'Rosto',
  'stepper.result': 'Resultado',
  'stepper.position': 'Passo {n} de {total}: {name}',

  'mode.test': 'Teste: nada aqui é real.',
  'intro.title': 'Vamos confirmar que é mesmo você',
  'intro.lead': 'Precisa do seu documento e de uma câmara. Demora cerca de dois minutos.',
  'intro.choose': 'Que documento vai usar?',
  'intro.begin': 'Começar',
  'intro.privacy':
    'As suas imagens são cifradas, usadas apenas para confirmar a sua identidade e depois apagadas.',
  'intro.received': 'A sua primeira imagem chegou. Escolha o documento para continuar.',
  'intro.again': 'O que falhou da última vez:',

  'type.passport': 'Passaporte',
  'type.identity_card': 'Cartão de identidade',
  'type.driving_licence': 'Carta de condução',
  'type.residence_permit': 'Título de residência',

  'net.lost': 'Sem ligação. Continuamos a tentar…',

  'part.loading': 'Um momento…',

  'processing.title': 'A verificar…',
  'processing.lead': 'Normalmente demora menos de um minuto. Pode deixar esta página aberta.',

  'result.approved.title': 'A sua identidade está confirmada',
  'result.approved.lead': 'Obrigado. Está tudo confirmado.',
  'result.review.title': 'Estamos a ver com mais atenção',
  'result.review.lead':
    'Uma pessoa verifica os seus documentos. Avisamos assim que estiver decidido.',
  'result.resubmit.title': 'Precisamos de mais uma imagem',
  'result.rejected.title': 'Não conseguimos confirmar a sua identidade',
  'result.expired.title': 'Esta verificação expirou',
  'result.expired.lead': 'Nem tudo chegou a tempo. Pode recomeçar a qualquer momento.',
  'result.error.title': 'Algo correu mal do nosso lado',
  'result.error.lead': 'Nada do que enviou se perdeu. Tente novamente mais tarde.',
  'result.restart': 'Recomeçar',

  'reason.document_unreadable':
    'Não conseguimos ler o seu documento. Envie uma imagem mais nítida.',
  'reason.data_mismatch': 'Os seus dados diferem dos do documento.',
  'reason.document_expired': 'O seu documento expirou.',
  'reason.under_age': 'Não atingiu a idade mínima para este serviço.',
  'reason.liveness_failed': 'Não conseguimos confirmar que era você em frente à câmara.',
  'reason.face_mismatch': 'Não conseguimos associar o seu rosto à fotografia do documento.',
  'reason.document_not_accepted': 'Não aceitamos este tipo de documento.',
  'reason.age_unknown': 'Não conseguimos ler a sua data de nascimento.',
  'reason.expiry_unknown': 'Não conseguimos ler até quando o seu documento é válido.',
  'reason.claim_missing': 'Complete primeiro os seus dados.',
  'reason.assistance_requested': 'Pediu que uma pessoa analisasse o seu caso.',
  'reason.level_raised':
    'Pedimos agora mais do que quando verificámos a sua identidade. Verifique-a novamente, por favor.',
  'reason.review_due': 'É altura de verificar novamente a sua identidade.',
  'reason.timed_out': 'Não recebemos tudo a tempo. Pode recomeçar a qualquer momento.',
  'reason.not_confirmed': 'Não conseguimos confirmar a sua identidade com o que enviou.',

  'handoff.open': 'Continuar no telemóvel',
  'handoff.title': 'Continuar no telemóvel',
  'handoff.lead': 'Leia o código com a câmara do telemóvel ou copie o endereço.',
  'handoff.qr': 'Código QR com o endereço',
  'handoff.copy': 'Copiar o endereço',
  'handoff.copied': 'Endereço copiado.',
  'handoff.waiting': 'À espera do seu telemóvel…',
  'handoff.here': 'Continuar aqui',

  'action.back': 'Voltar',
  'action.cancel': 'Cancelar',
  'action.retry': 'Tentar novamente',

  'error.camera_denied':
    'A câmara está bloqueada. Permita-a na barra de endereço do navegador e tente novamente.',
  'error.camera_missing': 'Não foi encontrada nenhuma câmara. Ligue uma ou continue no telemóvel.',
  'error.camera_busy': 'Outro programa está a usar a câmara. Feche-o e tente novamente.',
  'error.camera_insecure': 'A câmara só funciona numa página segura (https).',
  'error.camera_interrupted': 'A câmara foi interrompida. Comece de novo.',
  'error.file_type': 'Escolha uma imagem, por exemplo JPEG, PNG ou HEIC.',
  'error.file_too_large': 'Esta imagem é demasiado grande. O limite é {mb} MB.',
  'error.file_empty': 'Este ficheiro está vazio.',
  'error.file_unreadable': 'Não é possível abrir esta imagem.',
  'error.network_failed': 'Sem ligação. Verifique a rede e tente novamente.',
  'error.network_timeout': 'A ligação é demasiado lenta. Tente novamente.',
  'error.upload_failed': 'A imagem não chegou. Tente novamente.',
  'error.not_signed_in': 'A sua sessão terminou. Inicie sessão e continue aqui.',
  'error.session_expired': 'O tempo deste passo acabou. Comece-o de novo.',
  'error.session_used': 'Este passo já foi usado. Comece-o de novo.',
  'error.liveness_locked': 'Demasiadas tentativas. Espere meia hora.',
  'error.rate_limited': 'Demasiados pedidos. Espere um momento.',
  'error.request_refused': 'Isto não foi aceite. Tente de novo.',
  'error.server_error': 'Algo correu mal do nosso lado. Tente novamente.',
  'error.result_timeout': 'A verificação ainda decorre. Avisamos quando terminar.',
  'error.not_configured': 'Esta página não está bem configurada.',
  'error.file_heic':
    'Este navegador não consegue abrir imagens HEIC. Guarde-a como JPEG ou use o telemóvel.',
  'error.face_not_seen': 'Não vimos nenhum rosto. Procure mais luz e tente de novo.',
};
