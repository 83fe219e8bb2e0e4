package dev.gosync.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which characters show nothing, and what becomes of them. */
class InvisibleCharactersTest {
    private static String text(String codePoint) {
        return Character.toString(Integer.parseInt(codePoint, 16));
    }

    private static boolean isInvisible(int codePoint) {
        return InvisibleCharacters.areIn(Character.toString(codePoint));
    }

    /** Each range of Default_Ignorable_Code_Point in DerivedCoreProperties.txt, with the code points around it. */
    @ParameterizedTest
    @CsvSource({
        "00AC, 00AD, 00AD, 00AE",
        "034E, 034F, 034F, 0350",
        "061B, 061C, 061C, 061D",
        "115E, 115F, 1160, 1161",
        "17B3, 17B4, 17B5, 17B6",
        "180A, 180B, 180F, 1810",
        "200A, 200B, 200F, 2010",
        "2029, 202A, 202E, 202F",
        "205F, 2060, 206F, 2070",
        "3163, 3164, 3164, 3165",
        "FDFF, FE00, FE0F, FE10",
        "FEFE, FEFF, FEFF, FF00",
        "FF9F, FFA0, FFA0, FFA1",
        "FFEF, FFF0, FFF8, FFF9",
        "1BC9F, 1BCA0, 1BCA3, 1BCA4",
        "1D172, 1D173, 1D17A, 1D17B",
        "DFFFF, E0000, E0FFF, E1000"
    })
    void a_range_is_invisible_from_its_first_to_its_last_and_its_neighbours_are_not(
            String before, String first, String last, String after) {
        assertThat(InvisibleCharacters.areIn(text(before))).isFalse();
        assertThat(InvisibleCharacters.areIn(text(first))).isTrue();
        assertThat(InvisibleCharacters.areIn(text(last))).isTrue();
        assertThat(InvisibleCharacters.areIn(text(after))).isFalse();
        assertThat(IntStream.rangeClosed(Integer.parseInt(first, 16), Integer.parseInt(last, 16))
                        .allMatch(InvisibleCharactersTest::isInvisible))
                .isTrue();
    }

    @Test
    void there_are_as_many_as_unicode_counts() {
        long count = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(InvisibleCharactersTest::isInvisible)
                .count();

        assertThat(count).isEqualTo(4174); // the total that DerivedCoreProperties.txt states
    }

    /**
     * Unicode derives the property from format characters, variation selectors and a few more, without white space. The
     * JDK knows the general categories, so no visible letter, digit, mark or sign slips in.
     */
    @Test
    void none_is_a_letter_a_digit_a_sign_or_white_space_for_the_jdk_but_the_known_fillers() {
        Map<Integer, String> fillers = new TreeMap<>(Map.of(
                0x115F, "Hangul choseong filler",
                0x1160, "Hangul jungseong filler",
                0x3164, "Hangul filler",
                0xFFA0, "halfwidth Hangul filler"));

        assertThat(IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                        .filter(InvisibleCharactersTest::isInvisible)
                        .filter(codePoint -> switch (Character.getType(codePoint)) {
                            case Character.FORMAT, Character.NON_SPACING_MARK, Character.UNASSIGNED -> false;
                            default -> true;
                        })
                        .boxed())
                .containsExactlyElementsOf(fillers.keySet());
        assertThat(IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                        .filter(InvisibleCharactersTest::isInvisible)
                        .noneMatch(codePoint -> Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ann\u200b@x",
                "\ufeffann@x",
                "ann@x\u00ad",
                "a\u2060n\u2060n@x",
                "ann\ufe0f@x",
                "ann\udb40\udc01@x"
            })
    void a_text_without_them_is_what_is_seen_and_doing_it_again_changes_nothing(String text) {
        String seen = InvisibleCharacters.removedFrom(text);

        assertThat(seen).isEqualTo("ann@x");
        assertThat(InvisibleCharacters.areIn(seen)).isFalse();
        assertThat(InvisibleCharacters.removedFrom(seen)).isSameAs(seen);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ann@x", "\u00e9ve@x", "\ud83d\ude00", "a b", "\u2028"})
    void a_text_without_them_stays_the_same_object(String text) {
        assertThat(InvisibleCharacters.removedFrom(text)).isSameAs(text);
        assertThat(InvisibleCharacters.areIn(text)).isFalse();
    }

    @Test
    void a_text_of_nothing_else_becomes_empty() {
        assertThat(InvisibleCharacters.removedFrom("\u200b\udb40\udc01\ufeff")).isEmpty();
    }

    @Test
    void a_lone_surrogate_stays_as_it_is() {
        assertThat(InvisibleCharacters.removedFrom("a\udb40\u200bb")).isEqualTo("a\udb40b");
        assertThat(InvisibleCharacters.areIn("\udb40")).isFalse();
        assertThat(InvisibleCharacters.areIn("\udc01")).isFalse();
    }

    @Test
    void they_are_shown_as_escapes() {
        assertThat(InvisibleCharacters.shownIn("ann\u200b@x")).isEqualTo("ann\\u200b@x");
        assertThat(InvisibleCharacters.shownIn("\u00adann")).isEqualTo("\\u00adann");
        assertThat(InvisibleCharacters.shownIn("ann\ufeff")).isEqualTo("ann\\ufeff");
        assertThat(InvisibleCharacters.shownIn("a\udb40\udc01b")).isEqualTo("a\\U000e0001b");
    }

    @Test
    void control_characters_are_shown_as_escapes_too() {
        assertThat(InvisibleCharacters.shownIn("a\nb\tc\r\u001b[2J\u0000\u007f\u0085\u009b"))
                .isEqualTo("a\\u000ab\\u0009c\\u000d\\u001b[2J\\u0000\\u007f\\u0085\\u009b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ann@x", "\u00e9ve", "\ud83d\ude00 a b"})
    void what_can_be_seen_is_shown_as_the_same_object(String text) {
        assertThat(InvisibleCharacters.shownIn(text)).isSameAs(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann\u200b@x", "a\nb", "a\udb40\udc01b", "\\u200b"})
    void showing_again_changes_nothing(String text) {
        String shown = InvisibleCharacters.shownIn(text);

        assertThat(InvisibleCharacters.shownIn(shown)).isSameAs(shown);
        assertThat(shown.chars().noneMatch(Character::isISOControl)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u200b", "\ufeff", "\u00ad", "\u2060", "\udb40\udc01"})
    void they_do_not_count_ignoring_case_and_by_a_function_and_count_exactly(String invisible) {
        String written = "A" + invisible + "nn@x";

        assertThat(Matching.ignoringCase().key(written)).isEqualTo("ann@x");
        assertThat(Matching.by(thing -> thing + "!").key(written)).isEqualTo("Ann@x!");
        assertThat(Matching.exact().key(written)).isEqualTo(written);
    }

    @Test
    void an_accent_is_composed_over_one_that_stands_between() {
        assertThat(Matching.ignoringCase().key("E\u200b\u0301ve")).isEqualTo("\u00e9ve");
    }
}
