package dev.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Source;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A plan warns about what was read, wherever in a combined source that is. */
final class ReadingWarningsTest {
    private static final String ANN = "ann@example.com";
    private static final String HIDDEN = "ann\u200b@example.com";
    private static final String SHOWN = "ann\\u200b@example.com";
    private static final String WARNING =
            "people.csv, line 7: '" + SHOWN + "' contains invisible characters; they are ignored";

    /** A place that says where its only thing is, and that has something to warn about. */
    private record Place(String name, String thing, String position, List<String> sentences) implements Source {
        @Override
        public Listing get() {
            return new Listing(Set.of(thing), Map.of(), Map.of(), Map.of(), Map.of(thing, position), sentences);
        }
    }

    private static final Source PEOPLE = new Place("people.csv", HIDDEN, "line 7", List.of());

    private static List<String> warnings(Source source, String... members) throws InterruptedException {
        return Sync.from(source).plan(InMemoryPlace.of("team", members)).warnings();
    }

    @Test
    void a_thing_with_invisible_characters_in_any_part_of_a_union_is_named_with_its_place() throws Exception {
        assertThat(warnings(Sources.union(Sources.of(ANN), PEOPLE), ANN)).containsExactly(WARNING);
        assertThat(warnings(Sources.union(PEOPLE, Sources.of(ANN)), ANN)).containsExactly(WARNING);
        assertThat(warnings(Sources.union(PEOPLE, Sources.union(PEOPLE, Sources.of(ANN))), ANN))
                .containsExactly(WARNING);
    }

    @Test
    void a_thing_with_invisible_characters_that_takes_another_one_away_is_named() throws Exception {
        assertThat(warnings(Sources.minus(Sources.of(ANN, "bob"), PEOPLE), "bob"))
                .containsExactly(WARNING);
        assertThat(warnings(Sources.intersection(Sources.of(ANN, "bob"), PEOPLE), ANN))
                .containsExactly(WARNING);
    }

    @Test
    void a_thing_whose_invisible_characters_a_map_removes_is_named() throws Exception {
        Source mapped = Sources.map(PEOPLE, thing -> thing.replace("example.com", "example.org"));

        assertThat(warnings(mapped, "ann@example.org")).containsExactly(WARNING);
    }

    @Test
    void only_what_a_filter_keeps_is_named() throws Exception {
        Source both = Sources.union(PEOPLE, Sources.of("bob"));

        assertThat(warnings(Sources.filter(both, ANN::equals), ANN)).containsExactly(WARNING);
        assertThat(warnings(Sources.filter(both, "bob"::equals), "bob")).isEmpty();
        assertThat(warnings(Sources.mayBeEmpty(PEOPLE), ANN)).containsExactly(WARNING);
    }

    @Test
    void what_a_reading_warns_about_is_in_the_plan_with_the_name_of_the_place() throws Exception {
        Source people = new Place("people.csv", ANN, "line 2", List.of("the column 'x' is odd"));

        assertThat(warnings(people, ANN)).containsExactly("people.csv: the column 'x' is odd");
        for (Source combined : List.of(
                Sources.union(Sources.of(ANN), people),
                Sources.minus(
                        Sources.of(ANN), new Place("people.csv", "bob", "line 2", List.of("the column 'x' is odd"))),
                Sources.intersection(people, Sources.of(ANN)),
                Sources.filter(people, ANN::equals),
                Sources.map(people, thing -> thing),
                Sources.mayBeEmpty(people))) {
            assertThat(warnings(combined, ANN))
                    .singleElement()
                    .asString()
                    .endsWith("people.csv: the column 'x' is odd");
        }
    }
}
