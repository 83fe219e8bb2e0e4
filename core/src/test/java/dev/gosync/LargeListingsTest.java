package dev.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Outcomes;
import dev.gosync.adapter.Source;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A million things on each side. The module benchmarks measures the cost. */
@Tag("same-on-every-jdk")
class LargeListingsTest {
    private static final int SIZE = 1_000_000;
    private static final int SHIFT = 10_000;

    @Test
    void a_million_against_a_million_is_planned_right() throws Exception {
        Source people = holding("people", things("person-", 0, SIZE));
        Adapter team = holding("team", things("Person-", SHIFT, SIZE + SHIFT));

        Plan plan = Sync.from(people).plan(team);

        assertThat(plan.unchanged()).isEqualTo(SIZE - SHIFT);
        assertThat(plan.additions().equals(new ArrayList<>(things("person-", 0, SHIFT))))
                .isTrue();
        assertThat(plan.removals().equals(new ArrayList<>(things("Person-", SIZE, SIZE + SHIFT))))
                .isTrue();
        assertThat(plan.warnings()).isEmpty();
        assertThat(plan.objections()).isEmpty();
    }

    private static Adapter holding(String name, Set<String> things) {
        Listing listing = Listing.of(things);
        return new Adapter() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Listing get() {
                return listing;
            }

            @Override
            public void add(List<String> additions, Outcomes outcomes) {
                throw new AssertionError("only planned");
            }

            @Override
            public void remove(List<String> removals, Outcomes outcomes) {
                throw new AssertionError("only planned");
            }
        };
    }

    private static Set<String> things(String start, int first, int end) {
        Set<String> things = new LinkedHashSet<>(2 * (end - first));
        IntStream.range(first, end).forEach(i -> things.add(start + (10_000_000 + i) + "@example.com"));
        return things;
    }
}
