"""Japanese: text messages and reasons."""

from chalicelib.domain.languages.words import Message, Words

WORDS = Words(
    code="確認コードは {code} です。{minutes} 分間有効です。",
    hand_off="こちらで確認を続けてください: {link} {minutes} 分間有効です。",
    sms={
        "verify-soon": "ご本人の確認は{date}に期限が切れます。ログインして更新してください。",
        "verify-again": "ご本人の確認の期限が切れました。ログインしてもう一度お手続きください。",
        "welcome": "ご本人の確認ができました。ようこそ!",
        "rejected": "ご本人の確認ができませんでした。ログインして理由をご確認ください。",
        "timed-out": "確認の期限が切れました。いつでもやり直せます。",
        "more-information-needed": "追加で必要なものがあります。ログインして内容をご確認ください。",
    },
    proof=Message(
        "このアドレスはご本人のものですか",
        "{####} は、このアドレスがご本人のものであることを示すコードです。"
        "お心当たりがない場合は、このメッセージを無視してください。",
    ),
    reset=Message(
        "新しいパスワード",
        "{####} は新しいパスワードのためのコードです。お心当たりがない場合は無視してください。",
    ),
    invitation=Message(
        "アカウントのご案内", "ログイン名: {username} 一日だけ有効なパスワード: {####}"
    ),
    reasons={
        "age_unknown": "生年月日を読み取れませんでした。",
        "assistance_requested": "担当者による確認を希望されました。",
        "claim_missing": "先にお客様の情報を入力してください。",
        "data_mismatch": "入力された内容が書類と異なります。",
        "document_expired": "書類の有効期限が切れています。",
        "document_not_accepted": "この種類の書類は受け付けていません。",
        "document_unreadable": "書類を読み取れませんでした。もっと鮮明な画像を送ってください。",
        "expiry_unknown": "書類の有効期限を読み取れませんでした。",
        "face_mismatch": "顔が書類の写真と一致しませんでした。",
        "level_raised": "ご本人確認をいただいた時より多くの確認が必要になりました。"
        "もう一度ご本人確認をお願いします。",
        "liveness_failed": "カメラの前にいたのがご本人だと確認できませんでした。",
        "not_confirmed": "送られたものからは本人確認ができませんでした。",
        "review_due": "再度ご本人確認をお願いする時期になりました。",
        "timed_out": "期限までにすべてが届きませんでした。いつでもやり直せます。",
        "under_age": "このサービスの最低年齢に達していません。",
    },
)
