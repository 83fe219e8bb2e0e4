package dev.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ThingsTest {
    @Test
    void holds_each_thing_once_in_the_order_of_its_first_mention() {
        Set<String> things = Things.of(List.of("c", "a", "c", "b", "a"));

        assertThat(things).containsExactly("c", "a", "b").hasSize(3);
        assertThat(things.contains("b")).isTrue();
        assertThat(things.contains("d")).isFalse();
    }

    @Test
    void holds_nothing_and_one_and_null() {
        assertThat(Things.of(List.of())).isEmpty();
        assertThat(Things.of(List.of()).contains("a")).isFalse();
        assertThat(Things.of(List.of("a"))).containsExactly("a");
        assertThat(Things.of(Arrays.asList("a", null, null))).containsExactly("a", null);
        assertThat(Things.of(List.of("a")).contains(null)).isFalse();
    }

    @Test
    void tells_things_with_one_hash_apart() {
        Set<String> things = Things.of(List.of("Aa", "BB", "AaAa", "BBBB", "AaBB"));

        assertThat(things).containsExactly("Aa", "BB", "AaAa", "BBBB", "AaBB");
        assertThat(things.contains("BBAa")).isFalse();
    }

    @Test
    void is_equal_to_any_set_of_the_same_things() {
        Random random = new Random(7);
        for (int size : List.of(0, 1, 2, 3, 7, 8, 9, 1000, 4097)) {
            List<String> drawn = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                drawn.add("thing" + random.nextInt(size * 2));
            }

            Set<String> things = Things.of(drawn);

            Set<String> expected = new LinkedHashSet<>(drawn);
            assertThat(things).isEqualTo(expected).hasSameHashCodeAs(expected);
            assertThat(expected).isEqualTo(things);
            assertThat(new ArrayList<>(things)).isEqualTo(new ArrayList<>(expected));
        }
    }

    @Test
    void cannot_be_changed() {
        Set<String> things = Things.of(List.of("a"));

        assertThatThrownBy(() -> things.add("b")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> things.remove("a")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(things::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void is_not_copied_again() {
        Set<String> things = Things.of(List.of("a"));

        assertThat(Things.of(things)).isSameAs(things);
    }
}
