package dev.gosync.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ThingSetTest {
    @Test
    void a_thing_set_holds_each_thing_once_in_the_order_of_its_first_mention() {
        Set<String> things = ThingSet.of(List.of("c", "a", "c", "b", "a"));

        assertThat(things).containsExactly("c", "a", "b").hasSize(3);
        assertThat(things.contains("b")).isTrue();
        assertThat(things.contains("d")).isFalse();
    }

    @Test
    void a_thing_set_may_be_empty_or_hold_one_thing_or_null() {
        assertThat(ThingSet.of(List.of())).isEmpty();
        assertThat(ThingSet.of(List.of()).contains("a")).isFalse();
        assertThat(ThingSet.of(List.of("a"))).containsExactly("a");
        assertThat(ThingSet.of(Arrays.asList("a", null, null))).containsExactly("a", null);
        assertThat(ThingSet.of(List.of("a")).contains(null)).isFalse();
    }

    @Test
    void a_thing_set_distinguishes_things_with_the_same_hash() {
        Set<String> things = ThingSet.of(List.of("Aa", "BB", "AaAa", "BBBB", "AaBB"));

        assertThat(things).containsExactly("Aa", "BB", "AaAa", "BBBB", "AaBB");
        assertThat(things.contains("BBAa")).isFalse();
    }

    @Test
    void a_thing_set_equals_any_set_of_the_same_things() {
        Random random = new Random(7);
        for (int size : List.of(0, 1, 2, 3, 7, 8, 9, 1000, 4097)) {
            List<String> drawn = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                drawn.add("thing" + random.nextInt(size * 2));
            }

            Set<String> things = ThingSet.of(drawn);

            Set<String> expected = new LinkedHashSet<>(drawn);
            assertThat(things).isEqualTo(expected).hasSameHashCodeAs(expected);
            assertThat(expected).isEqualTo(things);
            assertThat(new ArrayList<>(things)).isEqualTo(new ArrayList<>(expected));
        }
    }

    @Test
    void a_thing_set_keeps_texts_of_every_length_and_script() {
        Set<String> expected =
                new LinkedHashSet<>(List.of("", "\u540d\u524d", "\ud83d\ude00", "j\u00f6rg@example.com"));
        for (int length : List.of(1, 253, 254, 255, 256, 70_000, 1_048_574, 1_048_575, 1_048_576, 3_000_000)) {
            expected.add("x".repeat(length));
        }
        expected.add("after the long ones");

        Set<String> things = ThingSet.of(expected);

        assertThat(new ArrayList<>(things).equals(new ArrayList<>(expected))).isTrue();
        assertThat(things.containsAll(expected)).isTrue();
        assertThat(things.contains("x".repeat(257))).isFalse();
    }

    @Test
    void a_thing_set_keeps_what_no_encoding_can_hold() {
        List<String> halves = List.of("a\ud83d", "a?", "a\ude00", "a");

        Set<String> things = ThingSet.of(halves);

        assertThat(things).containsExactlyElementsOf(halves);
        assertThat(things.contains("a\ude00")).isTrue();
        assertThat(things.contains("b\ude00")).isFalse();
    }

    @Test
    void a_thing_set_over_several_blocks_keeps_its_order() {
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            many.add("thing-" + i + "@example.com");
        }

        Set<String> things = ThingSet.of(many);

        assertThat(new ArrayList<>(things).equals(many)).isTrue();
        assertThat(things.contains("thing-99999@example.com")).isTrue();
        assertThat(things.contains("thing-100000@example.com")).isFalse();
    }

    @Test
    void a_thing_set_cannot_be_changed() {
        Set<String> things = ThingSet.of(List.of("a"));

        assertThatThrownBy(() -> things.add("b")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> things.remove("a")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(things::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void a_thing_set_is_not_copied_again() {
        Set<String> things = ThingSet.of(List.of("a"));

        assertThat(ThingSet.of(things)).isSameAs(things);
    }
}
