package dev.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class KeysTest {
    @Test
    void keys_that_are_things_and_keys_that_differ_are_both_known() {
        Keys keys = new Keys(Listing.of(List.of("ann", "Bob")), Matching.ignoringCase());

        assertThat(keys.contain("ann")).isTrue();
        assertThat(keys.contain("bob")).isTrue();
        assertThat(keys.contain("Bob")).isFalse();
        assertThat(keys.shared()).isEmpty();
    }

    @Test
    void keys_of_several_things_are_told_whichever_thing_is_its_own_key() {
        Keys keys = new Keys(Listing.of(List.of("ann", "Ann", "Bob", "BOB", "bOb", "Eve")), Matching.ignoringCase());

        assertThat(keys.shared()).containsExactly("ann", "bob");
    }

    @Test
    void a_thing_whose_own_key_is_another_does_not_answer_for_its_spelling() {
        Map<String, String> keyOf = Map.of("old", "new", "new", "newer");
        Keys keys = new Keys(
                Listing.of(List.of("new")),
                Matching.by(Function.<String>identity().andThen(keyOf::get)));

        assertThat(keys.contain("newer")).isTrue();
        assertThat(keys.contain("new"))
                .as("the key of 'old', which is not listed")
                .isFalse();
    }
}
