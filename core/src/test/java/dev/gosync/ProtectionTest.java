package dev.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which spellings the patterns of protect match. */
class ProtectionTest {
    private static boolean matches(String pattern, String spelling) {
        return Protection.NONE.and(List.of(pattern)).matchesPattern(spelling);
    }

    @ParameterizedTest
    @CsvSource({
        // a star at the start
        "*@x.org, ann@x.org, true",
        "*@x.org, @x.org, true",
        "*@x.org, ann@x.org.evil, false",
        "*@x.org, ann@xxorg, false",
        "*@x.org, ann@y.org, false",
        // at the end
        "root@*, root@x.org, true",
        "root@*, root@, true",
        "root@*, toor@x.org, false",
        "root@*, xroot@x.org, false",
        // in the middle
        "svc-*@x.org, svc-build@x.org, true",
        "svc-*@x.org, svc-@x.org, true",
        "svc-*@x.org, svc@x.org, false",
        "svc-*@x.org, svc-build@x.com, false",
        // the text before and after the star must not share characters
        "aba*ba, ababa, true",
        "aba*ba, aba, false",
        "ab*ba, aba, false",
        "a*a, a, false",
        "a*a, aa, true",
        // several
        "*ann*, joanna@x.org, true",
        "*ann*, ann, true",
        "*ann*, an.n, false",
        "root-*@*.example, root-db@eu.example, true",
        "root-*@*.example, root-db@example, false",
        "a*b*c, aXbXc, true",
        "a*b*c, abc, true",
        "a*b*c, aXbXbXc, true",
        "a*b*c, acb, false",
        "a**c, ac, true",
        "**@x, ann@x, true",
        // the last star has to try again
        "*aab, aaaaab, true",
        "*ab*ab, ababab, true",
        "*ab*ab, abba, false",
        // a question mark, a dot and a plus are ordinary
        "a?n*, ann, false",
        "a?n*, a?n@x, true",
        "a.n*, ann, false",
        "a+b*, a+b@x, true",
        "a+b*, aab@x, false"
    })
    void a_pattern_matches_the_whole_spelling(String pattern, String spelling, boolean expected) {
        assertThat(matches(pattern, spelling)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"*@PARTNER.example, ann@partner.EXAMPLE", "\u00c9*, e\u0301ve", "e\u0301*, \u00c9ve"})
    void case_and_the_composition_of_accents_do_not_matter(String pattern, String spelling) {
        assertThat(matches(pattern, spelling)).isTrue();
    }

    @Test
    void invisible_characters_count_neither_in_a_pattern_nor_in_a_spelling() {
        assertThat(matches("*@x\u200b.org", "ann@x.org")).isTrue();
        assertThat(matches("*@x.org", "ann@\u2060x.org\ufeff")).isTrue();
        assertThat(matches("\u200b*@x.org", "ann@x.org")).isTrue();
    }

    @Test
    void a_pattern_of_many_stars_takes_no_longer_than_a_short_one() {
        String pattern = "*a".repeat(500) + "*b";
        String spelling = "a".repeat(5_000);

        boolean found = Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> matches(pattern, spelling));
        boolean foundAtTheEnd =
                Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> matches(pattern, spelling + "b"));

        assertThat(found).isFalse();
        assertThat(foundAtTheEnd).isTrue();
    }

    @Test
    void things_are_no_patterns() {
        Protection protection = Protection.NONE.and(List.of("ann@x", "*@y"));

        assertThat(protection.things()).containsExactly("ann@x");
        assertThat(protection.matchesPattern("ann@x")).isFalse();
        assertThat(protection.matchesPattern("ann@y")).isTrue();
        assertThat(protection.isEmpty()).isFalse();
        assertThat(Protection.NONE.isEmpty()).isTrue();
        assertThat(Protection.NONE.matchesPattern("ann@x")).isFalse();
    }

    @Test
    void entries_are_added_to_those_that_are_there() {
        Protection protection = Protection.NONE.and(List.of("*@x")).and(List.of("*@y"));

        assertThat(protection.matchesPattern("ann@x")).isTrue();
        assertThat(protection.matchesPattern("ann@y")).isTrue();
    }

    @Test
    void every_wrong_entry_is_named_at_once_with_a_hint_and_invisible_characters_are_shown() {
        Throwable thrown = catchThrowable(
                () -> Protection.NONE.and(List.of("ok@x", "*", ".*@x", " ann@x", "\u200b", "bob\u200b@x ")));

        assertThat(thrown)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("use mode: add-only to remove nobody")
                .hasMessageContaining("'.*@x', which looks like a regular expression; use * for any characters")
                .hasMessageContaining("' ann@x', which is padded with white space")
                .hasMessageContaining("a blank thing")
                .hasMessageContaining("'bob\\u200b@x ', which is padded")
                .hasMessageNotContaining("ok@x");
    }

    @Test
    void a_star_with_invisible_characters_protects_everybody_too_and_is_refused() {
        assertThatThrownBy(() -> Protection.NONE.and(List.of("*\u200b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'*\\u200b'");
    }
}
