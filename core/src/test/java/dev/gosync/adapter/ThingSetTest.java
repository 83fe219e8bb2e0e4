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
