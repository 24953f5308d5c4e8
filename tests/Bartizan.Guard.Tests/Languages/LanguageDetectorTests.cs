using Bartizan.Guard.Languages;

namespace Bartizan.Guard.Tests.Languages;

public class LanguageDetectorTests
{
    public static TheoryData<string, string> Texts => new()
    {
        { "en", "The meeting was moved to Friday because the people who have to decide were not there, and we should tell the others." },
        { "de", "Die Sitzung wurde auf Freitag verschoben, weil die Leute, die das entscheiden müssen, nicht da waren, und wir sollten es den anderen sagen." },
        { "fr", "La réunion est reportée à vendredi parce que les personnes qui doivent décider n'étaient pas là, et nous devons le dire aux autres." },
        { "es", "La reunión se ha movido al viernes porque las personas que tienen que decidir no estaban, y debemos decirlo a los demás." },
        { "it", "La riunione è stata spostata a venerdì perché le persone che devono decidere non erano presenti, e dobbiamo dirlo anche agli altri." },
        { "pt", "A reunião foi adiada para sexta-feira porque as pessoas que têm de decidir não estavam, e nós também temos de o dizer aos outros." },
        { "nl", "De vergadering is naar vrijdag verplaatst omdat de mensen die het moeten beslissen er niet waren, en wij moeten het aan de anderen zeggen." },
        { "pl", "Spotkanie zostało przeniesione na piątek, ponieważ nie było tych, którzy mają o tym zdecydować, i musimy to powiedzieć także innym, że już nie jest dzisiaj." },
        { "cs", "Schůzka byla přesunuta na pátek, protože lidé, kteří o tom mají rozhodnout, tam nebyli, a my to také musíme říci ostatním, že už není dnes." },
        { "sv", "Mötet har flyttats till fredag eftersom de som ska bestämma inte var här, och vi måste säga det till alla andra också." },
        { "fi", "Kokous on siirretty perjantaihin, koska ne jotka päättävät eivät olleet paikalla, ja nyt se on kerrottava myös muille kuin heille, jos he eivät ole vielä kuulleet." },
        { "hu", "Az ülés péntekre került, mert akik döntenek, nem voltak ott, és ezt a többieknek is meg kell mondani, hogy már ne ma jöjjenek el." },
        { "tr", "Toplantı cuma gününe alındı, çünkü karar verecek olan kişiler yoktu ve bunu diğer herkes için de söylemek gerekiyor, ama daha çok zaman var." },
        { "ro", "Ședința a fost mutată pe vineri pentru că oamenii care trebuie să decidă nu au fost acolo, și trebuie să le spunem și celor care sunt plecați." },
        { "vi", "Cuộc họp đã được chuyển sang thứ sáu vì những người phải quyết định không có mặt, và chúng tôi cũng phải nói với các bạn khác." },
        { "ru", "Заседание перенесли на пятницу, потому что тех, кто должен был это решить, не было, и мы должны сказать об этом всем, кто ещё не знает." },
        { "uk", "Засідання перенесли на п'ятницю, тому що тих, хто має це вирішити, не було, і ми також повинні сказати про це всім, які ще не знають." },
        { "bg", "Заседанието беше преместено за петък, защото хората, които трябва да решат, не са били там, и ние ще кажем това и на другите, че не е днес." },
        { "el", "Η συνεδρίαση μεταφέρθηκε την Παρασκευή." },
        { "ar", "تم نقل الاجتماع إلى يوم الجمعة لأن الذين يجب أن يقرروا لم يكونوا هناك، ونحن أيضا يجب أن نقول ذلك إلى كل من هو غير حاضر في هذا اليوم." },
        { "fa", "جلسه به روز جمعه منتقل شد چون کسانی که باید تصمیم بگیرند آنجا نبودند و ما هم باید این را برای دیگران که با ما هستند بگوییم." },
        { "hi", "बैठक शुक्रवार को होगी क्योंकि जिन लोगों को यह तय करना था वे नहीं थे और हम को यह भी बाकी लोगों से कहना है कि आज नहीं होगी।" },
        { "ja", "決める人がいなかったので、会議は金曜日に変わりました。" },
        { "zh", "因为做决定的人不在，所以会议改到星期五举行。" },
        { "ko", "결정할 사람들이 없어서 회의가 금요일로 옮겨졌습니다." },
        { "hy", "Ժողովը տեղափոխվել է ուրբաթ օրվան" },
        { "th", "การประชุมเลื่อนไปเป็นวันศุกร์เพราะผู้ตัดสินใจไม่อยู่" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_sentence_of_a_language_is_told(string code, string text)
    {
        Assert.Equal(code, LanguageDetector.Detect(text));
        Assert.Null(LanguageDetector.Other(text, new HashSet<string> { code, "sw" }));
        Assert.Equal(code, LanguageDetector.Other(text, new HashSet<string> { "sw" }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("OK, thanks.")]
    [InlineData("4111 1111 1111 1111 / INV-2231 / 12:30")]
    [InlineData("for (int i = 0; i < n; i++) { total += items[i].Price * rate; } return total;")]
    [InlineData("kubectl get pods -n prod | grep web && kubectl logs deploy/web --tail 100 -f")]
    [InlineData("Quarterly revenue, gross margin, EBITDA, headcount, churn, CAC, LTV, payback")]
    public void What_is_too_short_or_no_prose_is_not_told(string text)
    {
        Assert.Null(LanguageDetector.Detect(text));
        Assert.Null(LanguageDetector.Other(text, new HashSet<string> { "sw" }));
    }

    [Fact]
    public void Of_an_unknown_language_its_script_is_enough_to_be_another()
    {
        const string Mongolian = "Монгол хэлээр бичигдсэн энэ өгүүлбэр нэлээд урт юмаа гэж бодож байна";
        Assert.NotNull(LanguageDetector.Other(Mongolian, new HashSet<string> { "en" }));
    }

    [Fact]
    public void The_languages_of_the_guard_s_own_data_are_all_known()
    {
        var folder = Testing.Repository.PathTo("content", "guard", "languages");
        Assert.Empty(Directory.GetFiles(folder, "*.txt").Select(Path.GetFileNameWithoutExtension).Except(LanguageDetector.Codes));
    }
}
