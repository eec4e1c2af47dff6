"""Arabic: text messages and reasons."""

from chalicelib.domain.languages.words import Words

WORDS = Words(
    code="{code} هو رمزك. صالح لمدة {minutes} دقائق.",
    sms={
        "welcome": "تم تأكيد هويتك. أهلاً بك!",
        "rejected": "لم نتمكن من تأكيد هويتك. سجّل الدخول لمعرفة السبب.",
        "timed-out": "انتهت مهلة التحقق. يمكنك البدء من جديد في أي وقت.",
        "more-information-needed": "نحتاج إلى شيء آخر منك. سجّل الدخول لمعرفة ما هو.",
    },
    reasons={
        "age_unknown": "لم نتمكن من قراءة تاريخ ميلادك.",
        "assistance_requested": "طلبت أن ينظر شخص في حالتك.",
        "claim_missing": "يرجى إكمال بياناتك أولاً.",
        "data_mismatch": "البيانات التي قدمتها تختلف عن بيانات مستندك.",
        "document_expired": "انتهت صلاحية مستندك.",
        "document_not_accepted": "لا نقبل هذا النوع من المستندات.",
        "document_unreadable": "لم نتمكن من قراءة مستندك. يُرجى إرسال صورة أوضح.",
        "expiry_unknown": "لم نتمكن من قراءة تاريخ انتهاء صلاحية وثيقتك.",
        "face_mismatch": "لم نتمكن من مطابقة وجهك مع صورة مستندك.",
        "liveness_failed": "لم نتمكن من تأكيد الحركات التي طلبناها.",
        "not_confirmed": "لم نتمكن من تأكيد هويتك مما أرسلته.",
        "timed_out": "لم يصلنا كل شيء في الوقت المحدد. يمكنك البدء من جديد في أي وقت.",
        "under_age": "لم تبلغ الحد الأدنى للسن لهذه الخدمة.",
    },
)
