package dev.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which spellings mean the same thing. */
class MatchingTest {
    private static final String COMPOSED = "jos\u00e9@example.com";
    private static final String DECOMPOSED = "JOSE\u0301@Example.com";

    @ParameterizedTest
    @CsvSource({
        "ann@example.com, ann@example.com",
        "Ann@Example.COM, ann@example.com",
        "IDIL@X.I, idil@x.i",
        "\u0130, i\u0307",
        "\u00c9, \u00e9",
        "E\u0301, \u00e9",
        "\u03a3, \u03c3",
        "\u212a, k",
        "stra\u00dfe, stra\u00dfe"
    })
    void ignoring_case_folds_the_composed_form_in_the_root_locale(String thing, String key) {
        String found = Matching.ignoringCase().key(thing);

        assertThat(found).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tr-TR", "az-AZ", "lt-LT", "ar-EG-u-nu-arab"})
    void the_machines_locale_changes_no_key_and_no_plan(String tag) throws Exception {
        InMemoryPlace people = InMemoryPlace.of("people", "IDIL@EXAMPLE.COM", "I\u0300@x");
        InMemoryPlace team = InMemoryPlace.of("team", "idil@example.com", "i\u0300@X", "TITI@X");
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag(tag));
        try {
            Plan plan = Sync.from(people).plan(team);
            String listing = Listing.of(List.of("a")).toString();
            String objection =
                    Sync.from(people).guard(Guards.maxRemovals(0)).plan(team).toString();

            assertThat(plan.additions()).isEmpty();
            assertThat(plan.removals()).containsExactly("TITI@X");
            assertThat(listing).isEqualTo("Listing of 1 (0 aliases, 0 kept, left out {})");
            assertThat(objection).contains("would remove 1; required: at most 0");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void composed_and_decomposed_forms_of_one_email_are_one_person() throws Exception {
        InMemoryPlace people = InMemoryPlace.of("people", COMPOSED);
        InMemoryPlace team = InMemoryPlace.of("team", DECOMPOSED);

        Plan plan = Sync.from(people).plan(team);

        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.unchanged()).isEqualTo(1);
    }

    @Test
    void exact_compares_code_units() throws Exception {
        InMemoryPlace people = InMemoryPlace.of("people", "jos\u00e9");
        InMemoryPlace team = InMemoryPlace.of("team", "jose\u0301");

        Plan plan = Sync.from(people).matching(Matching.exact()).plan(team);

        assertThat(plan.additions()).containsExactly("jos\u00e9");
        assertThat(plan.removals()).containsExactly("jose\u0301");
    }

    @Test
    void a_custom_key_decides_what_is_one_thing() throws Exception {
        Matching byUser = Matching.by(thing -> thing.substring(0, thing.indexOf('@')));
        InMemoryPlace people = InMemoryPlace.of("people", "ann@new.example", "bob@new.example");
        InMemoryPlace team = InMemoryPlace.of("team", "ann@old.example", "eve@old.example");

        Plan plan = Sync.from(people).matching(byUser).plan(team);

        assertThat(plan.additions()).containsExactly("bob@new.example");
        assertThat(plan.removals()).containsExactly("eve@old.example");
    }

    @Test
    void a_custom_key_may_not_be_null() {
        Map<String, String> keys = Map.of();
        Matching broken = Matching.by(keys::get);

        assertThatThrownBy(() -> broken.key("ann"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'ann'");
    }

    @Test
    void a_custom_key_may_not_be_blank() {
        InMemoryPlace team = InMemoryPlace.of("team", "ann");
        Sync sync = Sync.from(InMemoryPlace.of("people", "ann")).matching(Matching.by(thing -> " "));

        assertThatThrownBy(() -> sync.plan(team))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'ann'");
    }
}
