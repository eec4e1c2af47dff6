"""The rest of `vocabulary`: labels of Asia, Africa and the east of Europe, by language."""

WORLD: dict[str, dict[str, str]] = {
    "bg": {
        "surname": "фамилия, familia, семейно име",
        "givenNames": "собствено име",
        "dateOfBirth": "дата на раждане",
        "documentNumber": "номер на документа, документ no, no на документа",
        "personalNumber": "егн",
        "expiry": "валидност, валидна до, дата на изтичане",
        "nationality": "гражданство",
        "sex": "пол",
        "other": "място на раждане, дата на издаване, издаден от, бащино име, ръст, цвят на очите,"
        " постоянен адрес",
    },
    "el": {
        "surname": "επωνυμο, eponymo",
        "givenNames": "ονομα, onoma",
        "dateOfBirth": "ημερομηνια γεννησης, ημ γεννησης, ημερ γεννησης",
        "documentNumber": "αριθμος δελτιου, αριθμος ταυτοτητας, αρ ταυτοτητας, αριθμος διαβατηριου,"
        " αρ διαβατηριου, αριθμος αδειας",
        "expiry": "ημερομηνια ληξης, ημ ληξης, ημερ ληξης",
        "nationality": "υπηκοοτητα, ιθαγενεια",
        "sex": "φυλο",
        "other": "τοπος γεννησης, ημ εκδοσης, ημερομηνια εκδοσης, αρχη εκδοσης, ονομα πατερα,"
        " ονομα μητερας, υψος, εκδουσα αρχη",
    },
    "tr": {
        "surname": "soyadi, soyad",
        "givenNames": "adi, ad, adlari",
        "name": "adi soyadi",
        "dateOfBirth": "dogum tarihi, dogum tarihi ve yeri",
        "documentNumber": "seri no, belge no, pasaport no, surucu belgesi no",
        "personalNumber": "t c kimlik no, tc kimlik no, kimlik no",
        "expiry": "son gecerlilik, son gecerlilik tarihi, gecerlilik tarihi",
        "nationality": "uyrugu",
        "sex": "cinsiyeti",
        "other": "dogum yeri, verilis tarihi, veren makam, ana adi, baba adi, anne adi,"
            " duzenleme tarihi",
    },
    "east slavic": {
        "surname": "фамилия, прізвище, прозвішча",
        "givenNames": "имя, ім я, имена, імя, ім'я",
        "dateOfBirth": "дата рождения, дата народження, дата нараджэння",
        "documentNumber": "номер документа, документ no, документ, номер паспорта, паспорт no,"
            " серия и номер",
        "personalNumber": "рнокпп, личный номер, идентификационный номер",
        "expiry": "дійсний до, действителен до, годен до, срок действия, дата закінчення строку"
            " дії,"
        " дата окончания срока действия",
        "nationality": "громадянство, гражданство",
        "sex": "стать, пол",
        "other": "место рождения, місце народження, отчество, по батькові, дата выдачи, дата"
            " видачі,"
        " орган выдавший документ, орган, орган що видав, запис no, место жительства",
    },
    "albanian": {
        "surname": "mbiemri, mbiemer",
        "givenNames": "emri, emer",
        "dateOfBirth": "datelindja, data e lindjes",
        "documentNumber": "nr i leternjoftimit, nr i kartes, nr i dokumentit",
        "personalNumber": "nr personal, numri personal",
        "expiry": "data e skadimit, data e skadences",
        "nationality": "shtetesia",
        "sex": "gjinia",
        "other": "vendlindja, data e leshimit, autoriteti, vendi i lindjes",
    },
    "maltese, irish, filipino": {
        "surname": "kunjom, sloinne, apelyido, huling pangalan",
        "givenNames": "isem, reamhainm, mga pangalan, unang pangalan",
        "dateOfBirth": "data tat twelid, data breithe, petsa ng kapanganakan",
        "expiry": "data ta skadenza, data eaga",
        "other": "gitnang apelyido, tirahan, lugar ng kapanganakan",
        "personalNumber": "pcn, crn",
    },
    "id": {
        "name": "nama, nama lengkap",
        "dateOfBirth": "tempat tgl lahir, tempat tanggal lahir, tgl lahir, tanggal lahir",
        "documentNumber": "no paspor, no sim, nomor sim",
        "personalNumber": "nik, no kad pengenalan",
        "expiry": "berlaku hingga, berlaku s d, tanggal habis berlaku, tarikh tamat, tempoh",
        "nationality": "kewarganegaraan, warganegara",
        "sex": "jenis kelamin, jantina, gol darah",
        "other": "alamat, agama, pekerjaan, status perkawinan, kecamatan, kel desa, rt rw,"
            " tempat lahir,"
        " tanggal pengeluaran, kantor yang mengeluarkan",
    },
    "vi": {
        "name": "ho va ten, ho chu dem va ten khai sinh, ho ten",
        "dateOfBirth": "ngay sinh, ngay thang nam sinh",
        "personalNumber": "so dinh danh ca nhan, so cccd, so no",
        "expiry": "co gia tri den, ngay het han",
        "nationality": "quoc tich",
        "sex": "gioi tinh",
        "other": "que quan, noi thuong tru, noi dang ky khai sinh, noi cu tru, ngay cap, dan toc",
    },
    "east asian": {
        "surname": "姓, 성",
        "givenNames": "名, 이름",
        "name": "姓名, 氏名, 성명",
        "dateOfBirth": "出生, 出生日期, 生年月日, 생년월일, 出生年月日",
        "documentNumber": "第, 免許証番号, 番号, 号码, 证件号码, 證件號碼, 면허번호, 여권번호,"
            " 统一编号, 统一編號",
        "personalNumber": "公民身份号码, 身份证号码, 身份證號碼, 주민등록번호, 個人番号, 統一編號",
        "expiry": "有效期限, 有效期至, 有効期限, 有效日期, 有効期間",
        "nationality": "国籍, 國籍, 국적",
        "sex": "性别, 性別, 성별",
        "other": "民族, 住址, 住所, 本籍, 签发机关, 交付, 발급일, 주소, 签发日期, 條件等",
    },
    "thai": {
        "name": "ชื่อตัวและชื่อสกุล",
        "dateOfBirth": "เกิดวันที่",
        "personalNumber": "เลขประจำตัวประชาชน",
        "expiry": "วันบัตรหมดอายุ",
        "other": "วันออกบัตร, ที่อยู่, ศาสนา",
    },
    "arabic": {
        "name": "الاسم, الاسم الكامل",
        "dateOfBirth": "تاريخ الميلاد",
        "documentNumber": "رقم الجواز, رقم الرخصة",
        "personalNumber": "رقم الهوية, الرقم القومي, رقم البطاقة",
        "expiry": "تاريخ الانتهاء, صالحة إلى غاية, تاريخ انتهاء",
        "nationality": "الجنسية",
        "sex": "الجنس",
        "other": "مكان الميلاد, تاريخ الإصدار, جهة الإصدار, المهنة",
    },
    "indian": {
        "name": "नाम, নাম",
        "dateOfBirth": "जन्म तिथि, जन्म तारीख, জন্ম তারিখ",
        "other": "पिता का नाम, পিতা, মাতা, पता",
        "sex": "लिंग",
    },
    "hebrew": {
        "surname": "שם משפחה",
        "givenNames": "שם פרטי",
        "dateOfBirth": "תאריך לידה",
        "personalNumber": "מספר זהות",
        "expiry": "בתוקף עד",
        "other": "מקום לידה, הונפק, תאריך הנפקה",
    },
    "georgian": {
        "surname": "გვარი",
        "givenNames": "სახელი",
        "dateOfBirth": "დაბადების თარიღი",
        "personalNumber": "პირადი ნომერი",
        "expiry": "მოქმედების ვადა",
        "other": "დაბადების ადგილი, გაცემის თარიღი",
    },
}  # fmt: skip
