package com.example.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.Guard;
import dev.gosync.Guards;
import dev.gosync.Objection;
import dev.gosync.Plan;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.adapter.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each default guard has a table of plans that must pass and one of plans that must be refused. */
class DefaultGuardsTest {
    /** A plan and what the default guards say. */
    record Row(String what, Accounts group, List<String> source, UnaryOperator<Sync> options) {
        static Row of(String what, Accounts group, List<String> source) {
            return new Row(what, group, source, sync -> sync);
        }

        Row with(UnaryOperator<Sync> options) {
            return new Row(what, group, source, options);
        }

        List<String> objections() throws InterruptedException {
            Sync sync = Sync.from(source.isEmpty() ? Sources.mayBeEmpty(Sources.of()) : Sources.of(source));
            Plan plan = options.apply(sync).plan(group);
            return plan.objections().stream().map(Objection::option).toList();
        }

        @Override
        public String toString() {
            return what;
        }
    }

    private static List<String> people(int from, int to) {
        List<String> people = new ArrayList<>();
        for (int i = from; i < to; i++) {
            people.add("p" + i + "@x");
        }
        return people;
    }

    private static List<String> and(List<String> people, String... more) {
        List<String> all = new ArrayList<>(people);
        all.addAll(List.of(more));
        return all;
    }

    static Stream<Row> passing() {
        return Stream.of(
                Row.of("10 of 11 leave, with the limit raised", Accounts.numbered(11), people(0, 1))
                        .with(sync -> sync.guard(Guards.maxRemovals(10))),
                Row.of("10 of 50 leave", Accounts.numbered(50), people(10, 50)),
                Row.of("10 of 11 leave", Accounts.numbered(11), people(10, 11)),
                Row.of("11 of 55 leave, exactly a fifth", Accounts.numbered(55), people(11, 55)),
                Row.of("4 of 5 leave", Accounts.numbered(5), people(4, 5)),
                Row.of("1 of 1 is replaced by a known person", knowing(Accounts.numbered(1), "q0@x"), List.of("q0@x")),
                Row.of("all 5 are kept by the place", allKept(5), List.of("q0@x")),
                Row.of("3 of 5 are left and one cannot come", Accounts.numbered(5), and(people(0, 3), "new@x")),
                Row.of(
                        "a newcomer counts as left",
                        knowing(Accounts.numbered(4), "q0@x"),
                        and(people(0, 1), "q0@x", "new@x")),
                Row.of(
                        "a kept member counts as left",
                        Accounts.numbered(4).keeping("p1@x", "owner"),
                        and(people(0, 1), "new@x")),
                Row.of("a protected member counts as left", Accounts.numbered(4), and(people(0, 1), "new@x"))
                        .with(sync -> sync.protect("p1@x")),
                Row.of(
                        "a kept member is somebody who is left",
                        Accounts.numbered(2).keeping("p0@x", "owner"),
                        List.of("new@x")),
                Row.of("nobody leaves and nobody can come", Accounts.numbered(9), and(people(0, 9), "new@x", "new@y")),
                Row.of("less than half is left, but everybody can come", Accounts.numbered(9), people(0, 1)),
                Row.of("4 of 4 are replaced by known people", knowing(Accounts.numbered(4), "q0@x"), List.of("q0@x")),
                Row.of("one newcomer is unknown, one leaves", Accounts.numbered(20), and(people(1, 20), "new@x")),
                Row.of("add-only into a group of 30 others", knowing(Accounts.numbered(30), "q0@x"), List.of("q0@x"))
                        .with(sync -> sync.mode(Mode.ADD_ONLY)),
                Row.of("everybody is protected", Accounts.numbered(6), List.of("q0@x"))
                        .with(sync -> sync.protect("*@x")),
                Row.of("an empty group whose only newcomer is unknown", Accounts.with(), List.of("q0@x")),
                Row.of("an empty source that may be empty", Accounts.numbered(4), List.of()),
                Row.of("half of the members are left", Accounts.numbered(4), and(people(0, 2), "new@x")),
                Row.of("two pairs of a moved domain", Accounts.numbered(20), and(people(2, 20), "p0@y", "p1@y")));
    }

    static Stream<Map.Entry<String, Row>> refused() {
        return Stream.of(
                Map.entry("max-removals", Row.of("11 of 50 leave", Accounts.numbered(50), people(11, 50))),
                Map.entry(
                        "max-removals",
                        Row.of("11 of 54 leave, just over a fifth", Accounts.numbered(54), people(11, 54))),
                Map.entry("max-removals", Row.of("11 of 12 leave", Accounts.numbered(12), people(11, 12))),
                Map.entry(
                        "allow-empty-destination",
                        Row.of("1 of 1 leaves and nobody can come", Accounts.numbered(1), List.of("q0@x"))),
                Map.entry(
                        "allow-shrinking",
                        Row.of(
                                "2 of 5 are left and one cannot come",
                                Accounts.numbered(5),
                                and(people(0, 2), "new@x"))),
                Map.entry(
                        "allow-shrinking",
                        Row.of(
                                "a newcomer and one who stays are less than half",
                                knowing(Accounts.numbered(5), "q0@x"),
                                and(people(0, 1), "q0@x", "new@x"))),
                Map.entry(
                        "allow-shrinking",
                        Row.of(
                                "a kept member and one who stays are less than half",
                                Accounts.numbered(5).keeping("p1@x", "owner"),
                                and(people(0, 1), "new@x"))),
                Map.entry(
                        "allow-full-replacement",
                        Row.of("5 of 5 are replaced", knowing(Accounts.numbered(5), "q0@x"), List.of("q0@x"))),
                Map.entry(
                        "allow-full-replacement",
                        Row.of("10 of 11 are replaced and one is protected", strangers(Accounts.numbered(11)), QS)
                                .with(sync -> sync.protect("p0@x"))),
                Map.entry(
                        "allow-full-replacement",
                        Row.of(
                                "10 of 11 are replaced and one is kept by the place",
                                strangers(Accounts.numbered(11)).keeping("p0@x", "owner"),
                                QS)),
                Map.entry(
                        "allow-empty-destination",
                        Row.of("3 of 3 leave and nobody can come", Accounts.numbered(3), List.of("q0@x"))),
                Map.entry(
                        "allow-shrinking",
                        Row.of("1 of 4 is left and one cannot come", Accounts.numbered(4), and(people(0, 1), "new@x"))),
                Map.entry(
                        "allow-shrinking",
                        Row.of(
                                "three pairs of a moved domain",
                                Accounts.numbered(20),
                                and(people(3, 20), "p0@y", "p1@y", "p2@y"))));
    }

    private static Accounts allKept(int members) {
        Accounts group = Accounts.numbered(members);
        group.members().forEach(member -> group.keeping(member, "owner"));
        return group;
    }

    private static final List<String> QS = List.of("q0@x", "q1@x");

    private static Accounts knowing(Accounts group, String account) {
        return group.account(account);
    }

    private static Accounts strangers(Accounts group) {
        return group.account("q0@x").account("q1@x");
    }

    @ParameterizedTest
    @MethodSource("passing")
    void these_plans_pass(Row row) throws InterruptedException {
        assertThat(row.objections()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("refused")
    void these_plans_are_refused(Map.Entry<String, Row> row) throws InterruptedException {
        assertThat(row.getValue().objections()).contains(row.getKey());
    }

    @ParameterizedTest
    @CsvSource({"1, ''", "4, ''", "5, allow-full-replacement"})
    void an_empty_source_that_may_be_empty_may_empty_a_small_group(int members, String objection) throws Exception {
        List<String> expected = objection.isEmpty() ? List.of() : List.of(objection);
        Sync byItself = Sync.from(Sources.mayBeEmpty(Sources.of()));
        Sync byGuard = Sync.from(Sources.of()).guard(Guards.allowEmptySource());
        Sync refused = Sync.from(Sources.of());

        assertThat(options(byItself.plan(Accounts.numbered(members)))).isEqualTo(expected);
        assertThat(options(byGuard.plan(Accounts.numbered(members)))).isEqualTo(expected);
        assertThat(options(refused.plan(Accounts.numbered(members))))
                .contains("allow-empty-source", "allow-empty-destination");
    }

    @ParameterizedTest
    @EnumSource
    void where_nothing_is_removed_or_nothing_is_added_only_what_really_happens_counts(Mode mode) throws Exception {
        boolean removes = mode != Mode.ADD_ONLY;
        boolean both = removes && mode != Mode.REMOVE_ONLY;

        Sync onlyStrangers = Sync.from(Sources.of("new@x")).mode(mode);
        Sync oneOfFour = Sync.from(Sources.of("p0@x", "new@x")).mode(mode);
        Accounts withOwner = Accounts.numbered(4).keeping("p1@x", "owner");

        assertThat(options(onlyStrangers.plan(Accounts.numbered(1))).contains("allow-empty-destination"))
                .isEqualTo(removes);
        assertThat(options(onlyStrangers.plan(Accounts.numbered(5))).contains("allow-full-replacement"))
                .isEqualTo(removes);
        assertThat(options(oneOfFour.plan(Accounts.numbered(4))).contains("allow-shrinking"))
                .isEqualTo(both);
        assertThat(options(oneOfFour.plan(withOwner))).isEmpty();
    }

    private static List<String> options(Plan plan) {
        return plan.objections().stream().map(Objection::option).toList();
    }

    @Test
    void a_refusal_says_what_was_measured_what_is_required_and_the_option_as_it_is_typed() throws Exception {
        Plan plan = Sync.from(Sources.of(people(11, 50))).plan(Accounts.numbered(50));

        assertThat(plan.objections())
                .singleElement()
                .asString()
                .contains("would remove 11 of 50 members (22%)")
                .contains("at most 10 removals, or 20% of the members if that is more")
                .contains("--allow max-removals=11");
    }

    @Test
    void each_default_guard_can_be_lifted_by_its_name() throws Exception {
        Sync sync = Sync.from(Sources.of("q0@x"))
                .guard(Guards.allowFullReplacement())
                .guard(Guards.allowEmptyDestination())
                .guard(Guards.allowShrinking());

        assertThat(sync.plan(Accounts.numbered(6)).objections()).isEmpty();
    }

    @Test
    void a_pair_that_looks_like_a_moved_domain_is_shown() throws Exception {
        Plan plan = Sync.from(Sources.of(and(people(1, 20), "P0@y"))).plan(Accounts.numbered(20));

        assertThat(plan.movedDomains()).containsEntry("p0@x", "P0@y");
        assertThat(plan.toString()).contains("moved to another domain? p0@x -> P0@y");
    }

    @Test
    void a_pattern_protects_by_spelling_and_alias_whatever_the_case() throws Exception {
        Team group = Team.of("group", "Ann@Partner.example", "bob@x", "eve@x", "old@x")
                .alias("Zoe@PARTNER.example", "eve@x");

        Plan plan = Sync.from(Sources.of("bob@x")).protect("*@partner.example").plan(group);

        assertThat(plan.kept())
                .containsEntry("Ann@Partner.example", "protected")
                .containsEntry("eve@x", "protected");
        assertThat(plan.removals()).containsExactly("old@x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann@x\u200b", "\ufeffann@x", "a\u00adnn@x", "ann\u2060@x"})
    void an_invisible_character_in_protect_does_not_matter(String entry) throws Exception {
        Plan plan = Sync.from(Sources.of("bob@x")).protect(entry).plan(Team.of("group", "ann@x", "bob@x", "eve@x"));

        assertThat(plan.kept()).containsOnlyKeys("ann@x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "**",
                " ann@x",
                "ann@x ",
                "",
                "\u200b",
                ".*@partner.example",
                "^ann@x",
                "@x\\.org$",
                "(a|b)@x"
            })
    void a_wrong_entry_of_protect_is_refused(String entry) {
        Sync sync = Sync.from(Sources.of("ann@x"));

        assertThatThrownBy(() -> sync.protect(entry)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann@x", "a+b@x", "*@x", "ann.*@x", "Platform (EU)", "o'neil@x", "root-*@*.example"})
    void a_thing_or_a_pattern_in_protect_is_accepted(String entry) {
        assertThat(Sync.from(Sources.of("ann@x")).protect(entry)).isNotNull();
    }

    @Test
    void guards_of_a_program_cannot_replace_a_default_by_accident() {
        for (String name : List.of("allow-empty-destination", "allow-shrinking")) {
            assertThatThrownBy(() -> Guard.of(name, plan -> List.of())).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
