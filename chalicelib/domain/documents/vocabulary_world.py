"""The labels of Asia, Africa and eastern Europe, by language; part of `vocabulary`."""

WORLD: dict[str, dict[str, str]] = {
    "bg": {
        "surname": "фамилия, familia, семейно име",
        "givenNames": "собствено име",
        "dateOfBirth": "дата на раждане",
        "documentNumber": "номер на документа, документ no, no на документа, no на паспорта,"
        " номер",
        "personalNumber": "егн",
        "expiry": "валидност, валидна до, дата на изтичане",
        "nationality": "гражданство",
        "sex": "пол",
        "other": "място на раждане, дата на издаване, издаден от, бащино име, ръст, цвят на"
        " очите, постоянен адрес, име на баща, презиме, орган",
    },
    "el": {
        "surname": "επωνυμο, eponymo, επιθετο",
        "givenNames": "ονομα, onoma",
        "dateOfBirth": "ημερομηνια γεννησης, ημ γεννησης, ημερ γεννησης",
        "documentNumber": "αριθμος δελτιου, αριθμος ταυτοτητας, αρ ταυτοτητας, αριθμος"
        " διαβατηριου, αρ διαβατηριου, αριθμος αδειας, αριθμος, αρ δελτιου, αριθμος εγγραφου,"
        " αριθμος καρτας, αρ καρτας",
        "expiry": "ημερομηνια ληξης, ημ ληξης, ημερ ληξης, ισχυει μεχρι, ισχυς εως, ληξη",
        "nationality": "υπηκοοτητα, ιθαγενεια",
        "sex": "φυλο",
        "other": "τοπος γεννησης, ημ εκδοσης, ημερομηνια εκδοσης, αρχη εκδοσης, ονομα πατερα,"
        " ονομα μητερας, υψος, εκδουσα αρχη, υπογραφη, διευθυνση, επωνυμο πατερα, ειδος αδειας,"
        " ειδος τιτλου, σημειωσεις, παρατηρησεις, αριθμος προσβασης καρτας",
    },
    "tr": {
        "surname": "soyadi, soyad",
        "givenNames": "adi, ad, adlari",
        "name": "adi soyadi",
        "dateOfBirth": "dogum tarihi, dogum tarihi ve yeri, dogum yeri ve tarihi",
        "documentNumber": "seri no, belge no, pasaport no, surucu belgesi no, ehliyet no, surucu"
        " belge no",
        "personalNumber": "t c kimlik no, tc kimlik no, kimlik no",
        "expiry": "son gecerlilik, son gecerlilik tarihi, gecerlilik tarihi, gecerlilik,"
        " gecerlilik suresi",
        "nationality": "uyrugu",
        "sex": "cinsiyeti",
        "other": "dogum yeri, verilis tarihi, veren makam, ana adi, baba adi, anne adi, duzenleme"
        " tarihi, imza, imzasi, kan grubu, verildigi yer, verildigi tarih, belge sinifi",
    },
    "east slavic": {
        "surname": "фамилия, прізвище, прозвішча, тегі, фамилиясы",
        "givenNames": "имя, ім я, имена, імя, ім'я, аты, есімі",
        "dateOfBirth": "дата рождения, дата народження, дата нараджэння, туган куні, туылган куні",
        "documentNumber": "номер документа, документ no, документ, номер паспорта, паспорт no,"
        " серия и номер, no паспорта, паспорт номер, номер удостоверения, no документа",
        "personalNumber": "рнокпп, личный номер, идентификационный номер",
        "expiry": "дійсний до, действителен до, годен до, срок действия, дата закінчення строку"
        " дії, дата окончания срока действия, действительно до, срок действия до, дата окончания"
        " действия",
        "nationality": "громадянство, гражданство",
        "sex": "стать, пол",
        "other": "место рождения, місце народження, отчество, по батькові, дата выдачи, дата"
        " видачі, орган выдавший документ, орган, орган що видав, запис no, место жительства, кем"
        " выдан, код подразделения, подпись",
        "name": "фио, ф и о",
    },
    "albanian": {
        "surname": "mbiemri, mbiemer",
        "givenNames": "emri, emer",
        "dateOfBirth": "datelindja, data e lindjes",
        "documentNumber": "nr i leternjoftimit, nr i kartes, nr i dokumentit, seria dhe numri, nr"
        " serial",
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
        "expiry": "data ta skadenza, data eaga, as feidhm, jiskadi, data tal gheluq",
        "other": "gitnang apelyido, tirahan, lugar ng kapanganakan, post it twelid, data tal"
        " hrug, ait bhreithe, data eisiuna",
        "personalNumber": "pcn, crn",
        "documentNumber": "numru tad dokument, pas uimh, uimh doic, uimhir",
    },
    "id": {
        "name": "nama, nama lengkap, nama penuh, name nama",
        "dateOfBirth": "tempat tgl lahir, tempat tanggal lahir, tgl lahir, tanggal lahir, tarikh"
        " lahir",
        "documentNumber": "no paspor, no sim, nomor sim, no ktp, nomor paspor, no pasport, no"
        " lesen",
        "personalNumber": "nik, no kad pengenalan",
        "expiry": "berlaku hingga, berlaku s d, tanggal habis berlaku, tarikh tamat, tempoh",
        "nationality": "kewarganegaraan, warganegara",
        "sex": "jenis kelamin, jantina",
        "other": "alamat, agama, pekerjaan, status perkawinan, kecamatan, kel desa, rt rw, gol"
        " darah, tempat lahir, tanggal pengeluaran, kantor yang mengeluarkan, tarikh dikeluarkan,"
        " negeri, kebangsaan, tanggal dikeluarkan",
    },
    "vi": {
        "name": "ho va ten, ho chu dem va ten khai sinh, ho ten",
        "dateOfBirth": "ngay sinh, ngay thang nam sinh",
        "personalNumber": "so dinh danh ca nhan, so cccd, so no, so can cuoc, so can cuoc cong dan",
        "expiry": "co gia tri den, ngay het han, ngay thang nam het han",
        "nationality": "quoc tich",
        "sex": "gioi tinh",
        "other": "que quan, noi thuong tru, noi dang ky khai sinh, noi cu tru, ngay cap, dan toc,"
        " noi sinh, noi cap, dac diem nhan dang, ngay thang nam cap, noi dang ky thuong tru",
        "documentNumber": "so giay phep, so ho chieu",
    },
    "east asian": {
        "surname": "姓, 성",
        "givenNames": "名, 이름",
        "name": "姓名, 氏名, 성명",
        "dateOfBirth": "出生, 出生日期, 生年月日, 생년월일, 出生年月日, 출생, 생일, 出生日",
        "documentNumber": "第, 免許証番号, 番号, 号码, 证件号码, 證件號碼, 면허번호, 여권번호,"
        " 统一编号, 统一編號, 护照号, 護照號碼, 护照号码, 旅券番号, 旅券番號, 卡号, 卡號, 证号,"
        " 證號, 在留カード番号, 외국인등록번호",
        "personalNumber": "公民身份号码, 身份证号码, 身份證號碼, 주민등록번호, 個人番号, 統一編號",
        "expiry": "有效期限, 有效期至, 有効期限, 有效日期, 有効期間, 有効期間満了日, 유효기간,"
        " 기간만료일, 만료일, 在留期間満了日, 有效期限至, 效期截止日期",
        "nationality": "国籍, 國籍, 국적",
        "sex": "性别, 性別, 성별",
        "other": "民族, 住址, 住所, 本籍, 签发机关, 交付, 발급일, 주소, 签发日期, 條件等, 出生地,"
        " 出生地点, 出生地點, 출생지, 発行年月日, 発行日, 簽發日期, 發證日期, 許可年月日,"
        " 발급기관, 籍贯",
    },
    "thai": {
        "name": "ชื่อตัวและชื่อสกุล, ชื่อ นามสกุล, ชื่อสกุล, ชื่อ",
        "dateOfBirth": "เกิดวันที่, วันเดือนปีเกิด, วันเกิด",
        "personalNumber": "เลขประจำตัวประชาชน",
        "expiry": "วันบัตรหมดอายุ, วันหมดอายุ, วันสิ้นอายุ, วันที่หมดอายุ",
        "other": "วันออกบัตร, ที่อยู่, ศาสนา, สถานที่เกิด, หมู่โลหิต, วันอนุญาต, วันที่ออก",
        "surname": "นามสกุล",
    },
    "arabic": {
        "name": "الاسم, الاسم الكامل",
        "dateOfBirth": "تاريخ الميلاد, تاريخ الولادة, مزداد بتاريخ",
        "documentNumber": "رقم الجواز, رقم الرخصة, رقم جواز السفر, رقم الوثيقة",
        "personalNumber": "رقم الهوية, الرقم القومي, رقم البطاقة, الرقم المدني, الرقم الشخصي,"
        " الرقم الوطني",
        "expiry": "تاريخ الانتهاء, صالحة إلى غاية, تاريخ انتهاء, تاريخ انتهاء الصلاحية, صالحة"
        " لغاية, ينتهي في",
        "nationality": "الجنسية",
        "sex": "الجنس",
        "other": "مكان الميلاد, تاريخ الإصدار, جهة الإصدار, المهنة, مكان الولادة, العنوان, مكان"
        " الإصدار, محل الميلاد, اسم الأب, اسم الأم",
        "surname": "اللقب, الاسم العائلي, اسم العائلة",
        "givenNames": "الاسم الشخصي, الاسم الأول",
    },
    "indian": {
        "name": "नाम, নাম",
        "dateOfBirth": "जन्म तिथि, जन्म तारीख, জন্ম তারিখ",
        "other": "पिता का नाम, পিতা, মাতা, पता, जारी करने की तिथि",
        "sex": "लिंग",
        "documentNumber": "आधार संख्या",
    },
    "hebrew": {
        "surname": "שם משפחה",
        "givenNames": "שם פרטי",
        "dateOfBirth": "תאריך לידה",
        "personalNumber": "מספר זהות",
        "expiry": "בתוקף עד",
        "other": "מקום לידה, הונפק, תאריך הנפקה, שם האב",
        "nationality": "אזרחות",
    },
    "georgian": {
        "surname": "გვარი",
        "givenNames": "სახელი",
        "dateOfBirth": "დაბადების თარიღი",
        "personalNumber": "პირადი ნომერი",
        "expiry": "მოქმედების ვადა",
        "other": "დაბადების ადგილი, გაცემის თარიღი",
    },
    "armenian": {
        "surname": "ազգանուն",
        "givenNames": "անուն",
        "dateOfBirth": "ծննդյան ամսաթիվ, ծննդյան տարեթիվ",
        "expiry": "վավեր է մինչև",
        "other": "ծննդյան վայր, տրման ամսաթիվ",
    },
}  # fmt: skip
