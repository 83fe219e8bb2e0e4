package dev.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sources made from other sources. */
class SourcesTest {
    private final InMemoryPlace left = InMemoryPlace.of("left", "Ann", "Bob", "eve");
    private final InMemoryPlace right = InMemoryPlace.of("right", "ann", "dan", "EVE");

    @Test
    void a_union_holds_what_is_in_one_of_them_and_the_first_spelling_wins() throws Exception {
        Listing union = Sources.union(left, right).get();

        assertThat(union.things()).containsExactlyInAnyOrder("Ann", "Bob", "eve", "dan");
    }

    @Test
    void an_intersection_holds_what_is_in_all_of_them() throws Exception {
        Listing intersection = Sources.intersection(left, right).get();
        Listing ofThree = Sources.intersection(left, right, InMemoryPlace.of("third", "EvE"))
                .get();

        assertThat(intersection.things()).containsExactlyInAnyOrder("Ann", "eve");
        assertThat(ofThree.things()).containsExactly("eve");
    }

    @Test
    void a_difference_holds_what_is_in_the_first_and_in_none_of_the_others() throws Exception {
        Listing minus = Sources.minus(left, right).get();
        Listing ofThree =
                Sources.minus(left, right, InMemoryPlace.of("third", "BOB")).get();

        assertThat(minus.things()).containsExactly("Bob");
        assertThat(ofThree.things()).isEmpty();
    }

    @Test
    void sources_are_combined_with_any_matching() throws Exception {
        List<InMemoryPlace> both = List.of(left, right);

        Listing union = Sources.union(Matching.exact(), both).get();
        Listing intersection = Sources.intersection(Matching.exact(), both).get();
        Listing minus = Sources.minus(
                        Matching.by(thing -> thing.substring(0, 1).toLowerCase(Locale.ROOT)),
                        List.of(left, InMemoryPlace.of("initials", "e", "B")))
                .get();

        assertThat(union.things()).containsExactlyInAnyOrder("Ann", "Bob", "eve", "ann", "dan", "EVE");
        assertThat(intersection.things()).isEmpty();
        assertThat(minus.things()).containsExactly("Ann");
    }

    @Test
    void a_combination_of_one_source_holds_the_same() throws Exception {
        assertThat(Sources.union(left).get()).isEqualTo(left.get());
        assertThat(Sources.intersection(left).get()).isEqualTo(left.get());
        assertThat(Sources.minus(left).get()).isEqualTo(left.get());
    }

    @Test
    void a_combination_needs_at_least_one_source() {
        assertThatThrownBy(() -> Sources.union()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Sources.intersection()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Sources.minus()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aliases_too_make_two_things_one() throws Exception {
        InMemoryPlace work = InMemoryPlace.of("work", "ann@work", "bob@work")
                .alias("ann@home", "ann@work")
                .alias("bob@club", "bob@work");
        InMemoryPlace home =
                InMemoryPlace.of("home", "Ann@Home", "bob@home", "eve@home").alias("BOB@CLUB", "bob@home");

        Listing union = Sources.union(work, home).get();
        Listing intersection = Sources.intersection(work, home).get();
        Listing minus = Sources.minus(work, home).get();

        assertThat(union.things()).containsExactlyInAnyOrder("ann@work", "bob@work", "eve@home");
        assertThat(intersection.things()).containsExactlyInAnyOrder("ann@work", "bob@work");
        assertThat(minus.things()).isEmpty();
        assertThat(intersection.aliases())
                .containsEntry("Ann@Home", "ann@work")
                .containsEntry("bob@home", "bob@work")
                .containsEntry("ann@home", "ann@work");
    }

    @Test
    void the_spellings_of_a_union_are_all_known_at_the_destination() throws Exception {
        InMemoryPlace work = InMemoryPlace.of("work", "ann@work").alias("ann@home", "ann@work");
        InMemoryPlace home = InMemoryPlace.of("home", "ann@home").alias("ann@club", "ann@home");

        Plan plan = Sync.from(Sources.union(work, home)).plan(InMemoryPlace.of("team", "Ann@Club"));

        assertThat(plan.isEmpty()).isTrue();
    }

    @Test
    void what_was_left_out_is_added_up() throws Exception {
        left.leftOut("bot", 1).leftOut("no e-mail", 2);
        right.leftOut("bot", 3);

        assertThat(Sources.union(left, right).get().leftOut()).isEqualTo(Map.of("bot", 4, "no e-mail", 2));
        assertThat(Sources.filter(left, thing -> true).get().leftOut()).isEqualTo(Map.of("bot", 1, "no e-mail", 2));
    }

    @Test
    void a_filter_keeps_the_wanted_things_with_their_aliases() throws Exception {
        left.alias("ann@home", "Ann").alias("bob@home", "Bob");

        Listing filtered = Sources.filter(left, thing -> thing.startsWith("A")).get();

        assertThat(filtered.things()).containsExactly("Ann");
        assertThat(filtered.aliases()).isEqualTo(Map.of("ann@home", "Ann"));
    }

    @Test
    void a_map_respells_things_and_aliases() throws Exception {
        InMemoryPlace old = InMemoryPlace.of("old", "ann@old", "bob@old").alias("a@old", "ann@old");

        Listing mapped =
                Sources.map(old, thing -> thing.replace("@old", "@new")).get();

        assertThat(mapped.things()).containsExactlyInAnyOrder("ann@new", "bob@new");
        assertThat(mapped.aliases()).isEqualTo(Map.of("a@new", "ann@new"));
    }

    @Test
    void two_things_that_a_map_spells_alike_become_one() throws Exception {
        InMemoryPlace old = InMemoryPlace.of("old", "ann@a", "ann@b").alias("a@x", "ann@b");

        Listing mapped =
                Sources.map(old, thing -> thing.replaceAll("@[ab]", "")).get();

        assertThat(mapped.things()).containsExactly("ann");
        assertThat(mapped.aliases()).isEqualTo(Map.of("a@x", "ann"));
    }

    @Test
    void a_map_that_returns_a_blank_is_at_fault_itself() {
        Source mapped = Sources.map(left, thing -> " ");

        AdapterException thrown = catchThrowableOfType(
                AdapterException.class, () -> Sync.from(mapped).plan(InMemoryPlace.of("team")));

        assertThat(thrown).hasMessageStartingWith("map of left: read: it returned a blank");
    }

    @Test
    void given_things_are_a_source() throws Exception {
        Source given = Sources.of("ann", "bob", "ann");

        assertThat(given.get()).isEqualTo(Listing.of(List.of("bob", "ann")));
        assertThat(given.name()).isEqualTo("2 given things (4d9b4bceb239)");
    }

    @Test
    void names_say_what_is_combined() {
        Source combined = Sources.mayBeEmpty(Sources.filter(
                Sources.minus(Sources.union(left, right), Sources.map(left, String::trim)), thing -> true));

        assertThat(combined.name()).isEqualTo("filter of minus of (union of (left, right), map of left)");
        assertThat(combined).hasToString(combined.name());
    }

    @Test
    void combining_reads_nothing() {
        Sync.from(Sources.union(left, Sources.filter(right, thing -> true)));

        assertThat(left.reads()).isZero();
        assertThat(right.reads()).isZero();
    }

    static List<Source> combinationsWithAnEmptyPart() {
        InMemoryPlace full = InMemoryPlace.of("full", "ann");
        InMemoryPlace none = InMemoryPlace.of("none");
        return List.of(
                Sources.union(full, none),
                Sources.union(none, full),
                Sources.intersection(full, none),
                Sources.minus(full, none),
                Sources.union(full, Sources.union(full, Sources.filter(none, thing -> true))),
                Sources.map(none, thing -> thing),
                Sources.union(Sources.mayBeEmpty(full), none));
    }

    @ParameterizedTest
    @MethodSource("combinationsWithAnEmptyPart")
    void an_empty_part_of_a_combination_is_refused_by_its_name(Source combined) throws Exception {
        Plan plan = Sync.from(combined).plan(InMemoryPlace.of("team", "ann"));

        assertThat(plan.emptyParts()).containsExactly("none");
        assertThat(plan.objections())
                .filteredOn(objection -> objection.option().equals("allow-empty-source"))
                .singleElement()
                .satisfies(objection -> assertThat(objection.measured()).isEqualTo("no member was read from none"));
    }

    @Test
    void a_combination_that_becomes_empty_is_refused_although_no_part_is_empty() throws Exception {
        Plan intersection = Sync.from(Sources.intersection(left, InMemoryPlace.of("others", "zoe")))
                .plan(InMemoryPlace.of("team", "ann"));
        Plan filter = Sync.from(Sources.union(left, Sources.filter(right, thing -> false)))
                .plan(InMemoryPlace.of("team", "ann"));

        assertThat(intersection.emptyParts()).containsExactly("intersection of (left, others)");
        assertThat(filter.emptyParts()).containsExactly("filter of right");
    }

    @Test
    void a_source_that_may_be_empty_is_accepted_and_so_are_its_parts() throws Exception {
        InMemoryPlace none = InMemoryPlace.of("none");
        InMemoryPlace team = InMemoryPlace.of("team", "ann");

        Plan alone = Sync.from(Sources.mayBeEmpty(none)).plan(team);
        Plan inside = Sync.from(Sources.union(left, Sources.mayBeEmpty(none))).plan(team);
        Plan around = Sync.from(Sources.mayBeEmpty(Sources.union(left, none))).plan(team);

        assertThat(alone.objections()).isEmpty();
        assertThat(alone.removals()).containsExactly("ann");
        assertThat(alone.source().name()).isEqualTo("none");
        assertThat(inside.objections()).isEmpty();
        assertThat(around.objections()).isEmpty();
    }

    @Test
    void a_combination_of_parts_that_may_be_empty_may_not_be_empty() throws Exception {
        Source whole =
                Sources.union(Sources.mayBeEmpty(InMemoryPlace.of("one")), Sources.mayBeEmpty(InMemoryPlace.of("two")));

        Plan plan = Sync.from(whole).plan(InMemoryPlace.of("team", "ann"));

        assertThat(plan.emptyParts()).containsExactly("union of (one, two)");
    }

    @Test
    void a_part_that_cannot_be_read_fails_the_whole_and_is_named() {
        right.onGet(subject -> {
            throw right.failure(FailureKind.NOT_FOUND);
        });

        assertThatThrownBy(() -> Sync.from(Sources.union(left, right)).plan(InMemoryPlace.of("team")))
                .isInstanceOf(AdapterException.class)
                .hasMessageStartingWith("right: members.change");
    }

    @Test
    void a_part_with_a_padded_thing_is_named() {
        InMemoryPlace bad = InMemoryPlace.of("bad", "ann ");

        assertThatThrownBy(() -> Sync.from(Sources.minus(left, bad)).plan(InMemoryPlace.of("team")))
                .isInstanceOf(AdapterException.class)
                .hasMessageStartingWith("bad: read: it returned 'ann '");
    }

    @Test
    void a_combination_is_read_once_for_many_destinations() {
        Sync sync = Sync.from(Sources.union(left, right));

        sync.syncWithAll(List.of(InMemoryPlace.of("one"), InMemoryPlace.of("two")));

        assertThat(left.reads()).isEqualTo(1);
        assertThat(right.reads()).isEqualTo(1);
    }

    @Test
    void closing_a_combination_closes_its_parts() {
        Source combined = Sources.mayBeEmpty(Sources.union(left, Sources.map(right, thing -> thing)));

        combined.close();

        assertThat(left.closings()).isEqualTo(1);
        assertThat(right.closings()).isEqualTo(1);
    }

    @Test
    void every_part_is_closed_whichever_fails() {
        List<String> closed = new ArrayList<>();
        Source combined = Sources.union(failingToClose("one", closed), failingToClose("two", closed), left);

        assertThatThrownBy(combined::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("one")
                .hasSuppressedException(new IllegalStateException("two"));
        assertThat(closed).containsExactly("one", "two");
        assertThat(left.closings()).isEqualTo(1);
    }

    private static Source failingToClose(String name, List<String> closed) {
        return new Source() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Listing get() {
                return Listing.of(List.of());
            }

            @Override
            public void close() {
                closed.add(name);
                throw new IllegalStateException(name);
            }
        };
    }
}
