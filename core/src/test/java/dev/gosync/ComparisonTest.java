package dev.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Mode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The differences between a source and a destination: spellings, aliases and kept members. */
class ComparisonTest {
    @Test
    void plans_are_in_compare_to_order() throws Exception {
        InMemoryPlace people = InMemoryPlace.of("people", "b", "\u00e9", "a", "C", "a-1");
        InMemoryPlace team = InMemoryPlace.of("team", "z", "y", "X", "10", "9");

        Plan plan = Sync.from(people).plan(team);

        assertThat(plan.additions()).containsExactly("C", "a", "a-1", "b", "\u00e9");
        assertThat(plan.removals()).containsExactly("10", "9", "X", "y", "z");
    }

    @Test
    void of_several_source_things_with_one_key_the_least_is_used_and_the_plan_warns() throws Exception {
        InMemoryPlace people = InMemoryPlace.of("people", "ann", "Ann", "ANN", "bob", "Bob");
        InMemoryPlace team = InMemoryPlace.of("team");

        Plan plan = Sync.from(people).plan(team);

        assertThat(plan.additions()).containsExactly("ANN", "Bob");
        assertThat(plan.warnings())
                .containsExactly(
                        "the source lists one member as ANN, Ann, ann; ANN is used",
                        "the source lists one member as Bob, bob; Bob is used");
        assertThat(plan.objections()).isEmpty();
    }

    @Test
    void several_destination_things_with_one_key_stay_together() throws Exception {
        InMemoryPlace team = InMemoryPlace.of("team", "Ann", "ANN", "bob");

        Plan plan = Sync.from(InMemoryPlace.of("people", "ann")).plan(team);

        assertThat(plan.removals()).containsExactly("bob");
        assertThat(plan.unchanged()).isEqualTo(2);
    }

    @Test
    void several_destination_things_with_one_key_go_together() throws Exception {
        InMemoryPlace team = InMemoryPlace.of("team", "Ann", "ANN", "bob");

        Plan plan = Sync.from(InMemoryPlace.of("people", "bob")).plan(team);

        assertThat(plan.removals()).containsExactly("ANN", "Ann");
    }

    @Test
    void a_sources_thing_that_is_an_alias_of_a_member_is_that_member() throws Exception {
        InMemoryPlace team = InMemoryPlace.of("team", "ann@new", "bob").alias("Ann@Old", "ann@new");

        Plan plan = Sync.from(InMemoryPlace.of("people", "ann@old", "bob")).plan(team);

        assertThat(plan.isEmpty()).isTrue();
    }

    @Test
    void a_member_that_is_an_alias_of_a_sources_thing_stays() throws Exception {
        InMemoryPlace people = InMemoryPlace.of("people", "ann@new").alias("ann@old", "ann@new");

        Plan plan = Sync.from(people).plan(InMemoryPlace.of("team", "ANN@OLD"));

        assertThat(plan.isEmpty()).isTrue();
    }

    @Test
    void an_alias_that_both_sides_know_makes_two_things_one() throws Exception {
        InMemoryPlace people = InMemoryPlace.of("people", "ann@work").alias("ann@home", "ann@work");
        InMemoryPlace team = InMemoryPlace.of("team", "ann@club").alias("ANN@HOME", "ann@club");

        Plan plan = Sync.from(people).plan(team);

        assertThat(plan.isEmpty()).isTrue();
    }

    @Test
    void a_source_that_lists_a_member_and_its_alias_adds_neither() throws Exception {
        InMemoryPlace team = InMemoryPlace.of("team", "ann@new").alias("ann@old", "ann@new");

        Plan plan = Sync.from(InMemoryPlace.of("people", "ann@old", "ann@new")).plan(team);

        assertThat(plan.isEmpty()).isTrue();
    }

    @Test
    void all_spellings_with_the_key_of_a_member_that_stays_by_its_alias_stay() throws Exception {
        InMemoryPlace team = InMemoryPlace.of("team", "ann@new", "ANN@NEW").alias("ann@old", "ann@new");

        Plan plan = Sync.from(InMemoryPlace.of("people", "ann@old")).plan(team);

        assertThat(plan.isEmpty()).isTrue();
    }

    @Test
    void a_source_that_lists_an_alias_in_another_spelling_uses_the_thing_and_warns() throws Exception {
        InMemoryPlace people = InMemoryPlace.of("people", "ann@new", "ANN@OLD").alias("ann@old", "ann@new");

        Plan plan = Sync.from(people).plan(InMemoryPlace.of("team"));

        assertThat(plan.additions()).containsExactly("ann@new");
        assertThat(plan.warnings()).containsExactly("the source lists one member as ann@new, ANN@OLD; ann@new is used");
    }

    @Test
    void the_aliases_of_a_thing_that_is_an_alias_belong_to_the_thing_that_is_used() throws Exception {
        InMemoryPlace people = InMemoryPlace.of("people", "ann@new", "ANN@OLD")
                .alias("ann@old", "ann@new")
                .alias("ann@older", "ANN@OLD");
        InMemoryPlace team = InMemoryPlace.of("team", "Ann@Older");

        Plan plan = Sync.from(people).plan(team);

        assertThat(plan.additions()).isEmpty();
        assertThat(plan.removals()).isEmpty();
    }

    @Test
    void a_chain_of_aliases_is_one_thing_in_whatever_order_it_is_met() throws Exception {
        InMemoryPlace people = InMemoryPlace.of("people", "1@X", "2@X", "3@X", "4@X")
                .alias("1@x", "2@X")
                .alias("3@x", "4@X")
                .alias("2@x", "3@X");

        Plan alone = Sync.from(people).plan(InMemoryPlace.of("empty"));
        Plan there = Sync.from(people).plan(InMemoryPlace.of("team", "1@x"));

        assertThat(alone.additions()).hasSize(1);
        assertThat(there.isEmpty()).isTrue();
    }

    @Test
    void things_that_are_aliases_of_each_other_are_one() throws Exception {
        InMemoryPlace people =
                InMemoryPlace.of("people", "A@x", "B@x").alias("a@x", "B@x").alias("b@x", "A@x");

        Plan alone = Sync.from(people).plan(InMemoryPlace.of("empty"));
        Plan there = Sync.from(people).plan(InMemoryPlace.of("team", "a@X"));

        assertThat(alone.additions()).containsExactly("B@x");
        assertThat(there.isEmpty()).isTrue();
    }

    @Test
    void aliases_match_case_exactly_under_exact_matching() throws Exception {
        InMemoryPlace team = InMemoryPlace.of("team", "new").alias("Old", "new");

        Plan plan = Sync.from(InMemoryPlace.of("people", "old"))
                .matching(Matching.exact())
                .plan(team);

        assertThat(plan.additions()).containsExactly("old");
        assertThat(plan.removals()).containsExactly("new");
    }

    @Test
    void a_kept_member_is_not_removed_and_listed_with_its_reason() throws Exception {
        InMemoryPlace team = InMemoryPlace.of("team", "ann", "Root", "zoe").kept("Root", "owner");

        Plan plan = Sync.from(InMemoryPlace.of("people", "ann")).plan(team);

        assertThat(plan.removals()).containsExactly("zoe");
        assertThat(plan.kept()).isEqualTo(Map.of("Root", "owner"));
        assertThat(plan.unchanged()).isEqualTo(2);
    }

    @Test
    void a_kept_member_that_stays_anyway_is_not_listed() throws Exception {
        InMemoryPlace team = InMemoryPlace.of("team", "ann").kept("ann", "owner");

        Plan plan = Sync.from(InMemoryPlace.of("people", "ann")).plan(team);

        assertThat(plan.kept()).isEmpty();
    }

    @Test
    void spellings_with_the_key_of_a_kept_member_stay_too() throws Exception {
        InMemoryPlace team = InMemoryPlace.of("team", "ann", "Root", "ROOT").kept("Root", "owner");

        Plan plan = Sync.from(InMemoryPlace.of("people", "ann")).plan(team);

        assertThat(plan.removals()).isEmpty();
        assertThat(plan.kept()).isEqualTo(Map.of("Root", "owner", "ROOT", "owner"));
    }

    @Test
    void a_protected_thing_is_taken_out_of_the_removals_and_listed_as_kept() throws Exception {
        InMemoryPlace team = InMemoryPlace.of("team", "ann", "Root@X", "zoe");
        Sync sync = Sync.from(InMemoryPlace.of("people", "ann")).protect("root@x");

        Plan plan = sync.plan(team);
        sync.apply(plan, team);

        assertThat(plan.removals()).containsExactly("zoe");
        assertThat(plan.kept()).isEqualTo(Map.of("Root@X", "protected"));
        assertThat(team.members()).containsExactly("Root@X", "ann");
    }

    @Test
    void protect_ignores_case_even_under_exact_matching() throws Exception {
        InMemoryPlace team = InMemoryPlace.of("team", "ann", "Root@X");
        Sync sync = Sync.from(InMemoryPlace.of("people", "ann"))
                .matching(Matching.exact())
                .protect("root@x");

        Plan plan = sync.plan(team);

        assertThat(plan.kept()).containsOnlyKeys("Root@X");
    }

    @Test
    void protect_matches_under_a_custom_matching() throws Exception {
        InMemoryPlace team = InMemoryPlace.of("team", "ann@a", "root@a");
        Sync sync = Sync.from(InMemoryPlace.of("people", "ann@b"))
                .matching(Matching.by(thing -> thing.substring(0, thing.indexOf('@'))))
                .protect("root@elsewhere");

        Plan plan = sync.plan(team);

        assertThat(plan.kept()).containsOnlyKeys("root@a");
    }

    @Test
    void protect_finds_a_member_by_its_alias() throws Exception {
        InMemoryPlace team = InMemoryPlace.of("team", "ann", "root@new").alias("root@old", "root@new");

        Plan plan =
                Sync.from(InMemoryPlace.of("people", "ann")).protect("ROOT@OLD").plan(team);

        assertThat(plan.kept()).isEqualTo(Map.of("root@new", "protected"));
    }

    @Test
    void protect_adds_up() throws Exception {
        InMemoryPlace team = InMemoryPlace.of("team", "ann", "x", "y", "z");

        Plan plan = Sync.from(InMemoryPlace.of("people", "ann"))
                .protect("x")
                .protect(List.of("y"))
                .plan(team);

        assertThat(plan.kept()).containsOnlyKeys("x", "y");
        assertThat(plan.removals()).containsExactly("z");
    }

    @Test
    void protect_adds_nobody() throws Exception {
        Plan plan = Sync.from(InMemoryPlace.of("people", "ann")).protect("root").plan(InMemoryPlace.of("team", "ann"));

        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.kept()).isEmpty();
    }

    @Test
    void nothing_is_kept_if_nothing_would_be_removed() throws Exception {
        InMemoryPlace team = InMemoryPlace.of("team", "root", "zoe").kept("zoe", "owner");

        Plan plan = Sync.from(InMemoryPlace.of("people", "ann"))
                .mode(Mode.ADD_ONLY)
                .protect("root")
                .plan(team);

        assertThat(plan.kept()).isEmpty();
        assertThat(plan.removals()).isEmpty();
    }

    @Test
    void members_without_an_identifier_are_counted_and_never_touched() throws Exception {
        InMemoryPlace people = InMemoryPlace.of("people", "ann").leftOut("no e-mail", 2);
        InMemoryPlace team = InMemoryPlace.of("team", "ann").leftOut("bot", 3);

        Plan plan = Sync.from(people).plan(team);

        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.source().listing().leftOut()).isEqualTo(Map.of("no e-mail", 2));
        assertThat(plan.destination().listing().leftOut()).isEqualTo(Map.of("bot", 3));
        assertThat(plan.destination().size()).isEqualTo(1);
    }
}
