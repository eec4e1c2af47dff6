/** Turkish. */
import type { Base } from './en.js';

export const messages: Base = {
  'stepper.label': 'İlerleme',
  'stepper.document': 'Belge',
  'stepper.liveness': 'Yüz',
  'stepper.result': 'Sonuç',
  'stepper.position': 'Adım {n} / {total}: {name}',

  'mode.test': 'Test: buradaki hiçbir şey gerçek değil.',
  'intro.title': 'Siz olduğunuzu doğrulayalım',
  'intro.lead': 'Belgeniz ve bir kamera gerekiyor. Yaklaşık iki dakika sürer.',
  'intro.choose': 'Hangi belgeyi kullanacaksınız?',
  'intro.begin': 'Başla',
  'intro.privacy':
    'Görüntüleriniz şifrelenir, yalnızca kimliğinizi doğrulamak için kullanılır ve sonra silinir.',
  'intro.received': 'İlk resminiz ulaştı. Devam etmek için belgenizi seçin.',
  'intro.again': 'Geçen sefer olmayan:',

  'type.passport': 'Pasaport',
  'type.identity_card': 'Kimlik kartı',
  'type.driving_licence': 'Sürücü belgesi',
  'type.residence_permit': 'Oturma izni',

  'net.lost': 'Bağlantı yok. Denemeye devam ediyoruz…',

  'part.loading': 'Bir dakika…',

  'processing.title': 'Kontrol ediliyor…',
  'processing.lead': 'Genellikle bir dakikadan kısa sürer. Bu sayfayı açık bırakabilirsiniz.',

  'result.approved.title': 'Kimliğiniz doğrulandı',
  'result.approved.lead': 'Teşekkürler. Her şey doğrulandı.',
  'result.review.title': 'Daha yakından bakıyoruz',
  'result.review.lead':
    'Belgelerinizi bir kişi kontrol ediyor. Karar verilir verilmez size bildireceğiz.',
  'result.resubmit.title': 'Bir görüntü daha gerekiyor',
  'result.rejected.title': 'Kimliğinizi doğrulayamadık',
  'result.expired.title': 'Bu kontrolün süresi doldu',
  'result.expired.lead': 'Her şey zamanında ulaşmadı. İstediğiniz an yeniden başlayabilirsiniz.',
  'result.error.title': 'Bizim tarafımızda bir sorun oluştu',
  'result.error.lead': 'Gönderdiğiniz hiçbir şey kaybolmadı. Lütfen daha sonra yeniden deneyin.',
  'result.restart': 'Yeniden başla',

  'reason.document_unreadable': 'Belgenizi okuyamadık. Lütfen daha net bir görüntü gönderin.',
  'reason.data_mismatch': 'Verdiğiniz bilgiler belgenizdekilerden farklı.',
  'reason.document_expired': 'Belgenizin süresi dolmuş.',
  'reason.under_age': 'Bu hizmet için en düşük yaşa ulaşmadınız.',
  'reason.liveness_failed': 'Kameranın önündekinin siz olduğunuzu doğrulayamadık.',
  'reason.face_mismatch': 'Yüzünüzü belgenizdeki fotoğrafla eşleştiremedik.',
  'reason.document_not_accepted': 'Bu tür belgeyi kabul etmiyoruz.',
  'reason.age_unknown': 'Doğum tarihinizi okuyamadık.',
  'reason.expiry_unknown': 'Belgenizin ne zamana kadar geçerli olduğunu okuyamadık.',
  'reason.claim_missing': 'Lütfen önce bilgilerinizi tamamlayın.',
  'reason.assistance_requested': 'Durumunuza bir kişinin bakmasını istediniz.',
  'reason.level_raised':
    'Artık kimliğinizi doğruladığımız zamankinden fazlasını istiyoruz. Lütfen kimliğinizi yeniden doğrulayın.',
  'reason.review_due': 'Kimliğinizi yeniden doğrulama zamanı geldi.',
  'reason.timed_out': 'Her şey zamanında ulaşmadı. İstediğiniz zaman yeniden başlayabilirsiniz.',
  'reason.not_confirmed': 'Gönderdiklerinizle kimliğinizi doğrulayamadık.',

  'handoff.open': 'Telefonunuzda devam edin',
  'handoff.title': 'Telefonunuzda devam edin',
  'handoff.lead': 'Kodu telefonunuzun kamerasıyla okutun veya bağlantıyı kopyalayın.',
  'handoff.qr': 'Bağlantının QR kodu',
  'handoff.copy': 'Bağlantıyı kopyala',
  'handoff.copied': 'Bağlantı kopyalandı.',
  'handoff.waiting': 'Telefonunuz bekleniyor…',
  'handoff.here': 'Burada devam et',

  'action.back': 'Geri',
  'action.cancel': 'İptal',
  'action.retry': 'Yeniden dene',

  'error.camera_denied':
    'Kamera engelli. Tarayıcınızın adres çubuğundan izin verin, sonra yeniden deneyin.',
  'error.camera_missing': 'Kamera bulunamadı. Bir kamera bağlayın veya telefonunuzda devam edin.',
  'error.camera_busy': 'Kamerayı başka bir program kullanıyor. Onu kapatıp yeniden deneyin.',
  'error.camera_insecure': 'Kamera yalnızca güvenli (https) bir sayfada çalışır.',
  'error.camera_interrupted': 'Kamera kesildi. Lütfen yeniden başlayın.',
  'error.file_type': 'Lütfen bir resim seçin, örneğin JPEG, PNG veya HEIC.',
  'error.file_too_large': 'Bu görüntü çok büyük. Sınır {mb} MB.',
  'error.file_empty': 'Bu dosya boş.',
  'error.file_unreadable': 'Bu görüntü açılamıyor.',
  'error.network_failed': 'Bağlantı yok. Ağınızı kontrol edip yeniden deneyin.',
  'error.network_timeout': 'Bağlantı çok yavaş. Lütfen yeniden deneyin.',
  'error.upload_failed': 'Görüntü ulaşmadı. Lütfen yeniden deneyin.',
  'error.not_signed_in': 'Oturumunuz kapalı. Oturum açın, sonra burada devam edin.',
  'error.session_expired': 'Bu adımın süresi doldu. Lütfen yeniden başlatın.',
  'error.session_used': 'Bu adım zaten kullanıldı. Lütfen yeniden başlatın.',
  'error.liveness_locked': 'Çok fazla deneme. Lütfen yarım saat bekleyin.',
  'error.rate_limited': 'Çok fazla istek. Lütfen biraz bekleyin.',
  'error.request_refused': 'Bu kabul edilmedi. Lütfen tekrar deneyin.',
  'error.server_error': 'Bizim tarafımızda bir sorun oluştu. Lütfen yeniden deneyin.',
  'error.result_timeout': 'Kontrol sürüyor. Bittiğinde size bildireceğiz.',
  'error.not_configured': 'Bu sayfa doğru ayarlanmamış.',
  'error.file_heic':
    'Bu tarayıcı HEIC resimlerini açamıyor. JPEG olarak kaydedin veya telefonunuzu kullanın.',
  'error.face_not_seen': 'Bir yüz göremedik. Daha aydınlık bir yer bulup tekrar deneyin.',
};
