package dev.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gosync.adapter.Action;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Source;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which plans guards refuse before the first write. */
class GuardsTest {
    @ParameterizedTest
    @EnumSource(Mode.class)
    void an_empty_source_is_refused_in_every_mode(Mode mode) {
        InMemoryPlace team = InMemoryPlace.of("team", "ann");
        Sync sync = Sync.from(InMemoryPlace.of("people")).mode(mode);

        PlanRejectedException thrown = catchThrowableOfType(PlanRejectedException.class, () -> sync.syncWith(team));

        assertThat(thrown.objections())
                .extracting(Objection::option)
                .isEqualTo(
                        mode == Mode.ADD_ONLY
                                ? List.of("allow-empty-source")
                                : List.of("allow-empty-source", "allow-empty-destination"));
        assertThat(thrown)
                .hasMessageStartingWith("Refused, and nothing was written.\n  team: no member was read from people;"
                        + " required: the source and each of its parts must not be empty. Check the source. If it"
                        + " may be empty, set may-be-empty for it. To allow it once: --allow allow-empty-source.");
        assertThat(team.calls()).isEmpty();
    }

    @Test
    void an_allowed_empty_source_empties_the_destinations_and_is_read_once() {
        InMemoryPlace people = InMemoryPlace.of("people");
        InMemoryPlace one = InMemoryPlace.of("one", "ann");
        InMemoryPlace two = InMemoryPlace.of("two", "bob");

        Sync.from(people).guard(Guards.allowEmptySource()).syncWithAll(List.of(one, two));

        assertThat(one.members()).isEmpty();
        assertThat(two.members()).isEmpty();
        assertThat(people.reads()).isEqualTo(1);
    }

    @Test
    void allowing_an_empty_source_lifts_no_other_default() throws Exception {
        InMemoryPlace team = InMemoryPlace.of("team", numbered(12));

        Plan plan = Sync.from(InMemoryPlace.of("people"))
                .guard(Guards.allowEmptySource())
                .plan(team);

        assertThat(options(plan)).containsExactlyInAnyOrder("max-removals", "allow-full-replacement");
    }

    @ParameterizedTest
    @CsvSource({
        "10, 11, true", // 10 removals always pass, whatever their share
        "11, 12, false",
        "11, 54, false",
        "11, 55, true", // exactly 20%
        "20, 100, true",
        "21, 100, false",
        "200, 1000, true",
        "201, 1000, false"
    })
    void by_default_removals_are_limited_to_ten_or_a_fifth(int removals, int members, boolean passes) throws Exception {
        List<String> there = numbered(members);
        Sync sync = Sync.from(InMemoryPlace.of("people", there.subList(removals, members)));

        Plan plan = sync.plan(InMemoryPlace.of("team", there));

        assertThat(plan.removals()).hasSize(removals);
        assertThat(options(plan)).isEqualTo(passes ? List.of() : List.of("max-removals"));
    }

    @Test
    void the_default_removal_guard_says_what_it_measured_its_limit_and_what_would_allow_it() throws Exception {
        List<String> there = numbered(40);

        Plan plan = Sync.from(InMemoryPlace.of("people", there.subList(12, 40))).plan(InMemoryPlace.of("team", there));

        assertThat(plan.objections())
                .containsExactly(new Objection(
                        "max-removals",
                        "would remove 12 of 40 members (30%)",
                        "at most 10 removals, or 20% of the members if that is more",
                        "To allow it once: --allow max-removals=12."));
        assertThat(plan.objections().get(0))
                .hasToString("would remove 12 of 40 members (30%); required: at most 10 removals, or 20% of the"
                        + " members if that is more. To allow it once: --allow max-removals=12.");
    }

    @ParameterizedTest
    @CsvSource({"4, 0, true", "5, 0, false", "5, 1, true", "9, 0, false"})
    void a_destination_of_five_or_more_must_keep_at_least_one_member(int members, int staying, boolean passes)
            throws Exception {
        List<String> there = numbered(members);
        List<String> wanted = there.subList(0, staying);

        Plan plan = Sync.from(Sources.union(InMemoryPlace.of("people", "new"), mayBeNone(wanted)))
                .plan(InMemoryPlace.of("team", there));

        assertThat(options(plan)).isEqualTo(passes ? List.of() : List.of("allow-full-replacement"));
    }

    @Test
    void a_protected_member_does_not_count_as_one_whom_the_source_wants() throws Exception {
        Plan plan =
                Sync.from(InMemoryPlace.of("people", "new")).protect("u00").plan(InMemoryPlace.of("team", numbered(5)));

        assertThat(options(plan)).containsExactly("allow-full-replacement");
    }

    @Test
    void allowing_full_replacement_lifts_no_other_default() throws Exception {
        Sync sync = Sync.from(InMemoryPlace.of("people", "new")).guard(Guards.allowFullReplacement());

        Plan few = sync.plan(InMemoryPlace.of("few", numbered(10)));
        Plan many = sync.plan(InMemoryPlace.of("many", numbered(11)));

        assertThat(few.objections()).isEmpty();
        assertThat(options(many)).containsExactly("max-removals");
    }

    @Test
    void an_empty_destination_is_filled_without_objection() throws Exception {
        Plan plan = Sync.from(InMemoryPlace.of("people", numbered(1000))).plan(InMemoryPlace.of("team"));

        assertThat(plan.objections()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 0, true", "0, 1, false", "1, 1, true", "1, 2, false", "3, 3, true", "3, 4, false"})
    void a_count_of_additions_is_a_limit(int limit, int additions, boolean passes) throws Exception {
        List<String> wanted = numbered(additions + 1);

        Plan plan = Sync.from(InMemoryPlace.of("people", wanted))
                .guard(Guards.maxAdditions(limit))
                .plan(InMemoryPlace.of("team", wanted.subList(0, 1)));

        assertThat(options(plan)).isEqualTo(passes ? List.of() : List.of("max-additions"));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, true", "0, 1, false", "1, 1, true", "1, 2, false", "3, 3, true", "3, 4, false"})
    void a_count_of_removals_is_a_limit(int limit, int removals, boolean passes) throws Exception {
        List<String> there = numbered(removals + 1);

        Plan plan = Sync.from(InMemoryPlace.of("people", there.subList(0, 1)))
                .guard(Guards.maxRemovals(limit))
                .plan(InMemoryPlace.of("team", there));

        assertThat(options(plan)).isEqualTo(passes ? List.of() : List.of("max-removals"));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0, true", "0, 1, 0, false", "1, 0, 1, true", "1, 1, 1, false", "5, 3, 2, true", "5, 3, 3, false"
    })
    void a_count_of_changes_counts_both_halves(int limit, int additions, int removals, boolean passes)
            throws Exception {
        List<String> all = numbered(additions + removals + 1);
        Sync sync = Sync.from(InMemoryPlace.of("people", all.subList(0, additions + 1)))
                .guard(Guards.maxChanges(limit));

        Plan plan = sync.plan(InMemoryPlace.of(
                "team",
                IntStream.range(0, all.size())
                        .filter(i -> i == 0 || i > additions)
                        .mapToObj(all::get)
                        .toList()));

        assertThat(plan.additions()).hasSize(additions);
        assertThat(plan.removals()).hasSize(removals);
        assertThat(options(plan)).isEqualTo(passes ? List.of() : List.of("max-changes"));
    }

    @Test
    void without_a_limit_every_plan_passes_that_the_defaults_accept() throws Exception {
        List<String> all = numbered(1000);

        Plan plan = Sync.from(InMemoryPlace.of("people", all.subList(0, 900)))
                .plan(InMemoryPlace.of("team", all.subList(100, 1000)));

        assertThat(plan.additions()).hasSize(100);
        assertThat(plan.removals()).hasSize(100);
        assertThat(plan.objections()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0.29, 29, 100, true", // 0.29 * 100 is 28.999999999999996
        "0.29, 30, 100, false",
        "0.57, 57, 100, true",
        "0.3, 3, 10, true",
        "0.3, 4, 10, false",
        "0, 1, 10, false",
        "0, 0, 10, true",
        "1, 4, 4, true"
    })
    void a_share_of_removals_is_a_share_of_the_members_read(double share, int removals, int members, boolean passes)
            throws Exception {
        List<String> there = numbered(members);
        List<String> wanted = IntStream.range(removals, members + 1000)
                .mapToObj(i -> i < members ? there.get(i) : "new" + i)
                .toList();

        Plan plan = Sync.from(InMemoryPlace.of("people", wanted))
                .guard(Guards.maxRemovalShare(share))
                .plan(InMemoryPlace.of("team", there));

        assertThat(options(plan)).isEqualTo(passes ? List.of() : List.of("max-removal-share"));
    }

    @ParameterizedTest
    @CsvSource({"10, 2, 0.2, true", "10, 3, 0.2, false", "100, 20, 0.2, true"})
    void a_share_of_additions_is_a_share_of_the_larger_side(int wanted, int additions, double share, boolean passes)
            throws Exception {
        List<String> all = numbered(wanted);

        Plan plan = Sync.from(InMemoryPlace.of("people", all))
                .guard(Guards.maxAdditionShare(share))
                .plan(InMemoryPlace.of("team", all.subList(0, wanted - additions)));

        assertThat(options(plan)).isEqualTo(passes ? List.of() : List.of("max-addition-share"));
    }

    @Test
    void a_share_of_additions_is_a_share_of_the_destination_if_that_is_larger() throws Exception {
        InMemoryPlace team = InMemoryPlace.of("team", numbered(10));

        Plan plan = Sync.from(InMemoryPlace.of("people", "new"))
                .mode(Mode.ADD_ONLY)
                .guard(Guards.maxAdditionShare(0.1))
                .plan(team);

        assertThat(plan.additions()).hasSize(1);
        assertThat(plan.objections()).isEmpty();
    }

    @Test
    void a_share_of_changes_counts_both_halves_as_a_share_of_the_larger_side() throws Exception {
        InMemoryPlace team = InMemoryPlace.of("team", "a", "b", "c", "x");
        Sync sync = Sync.from(InMemoryPlace.of("people", "a", "b", "c", "d", "e"));

        Plan plan = sync.guard(Guards.maxChangeShare(0.5)).plan(team);
        Plan allowed = sync.guard(Guards.maxChangeShare(0.6)).plan(team);

        assertThat(plan.objections())
                .containsExactly(new Objection(
                        "max-change-share",
                        "would change 3 of 5 members on the larger side (60%)",
                        "at most 50%",
                        "To allow it once: --allow max-change-share=60%."));
        assertThat(allowed.objections()).isEmpty();
    }

    @Test
    void an_empty_side_has_no_share() throws Exception {
        Plan plan = Sync.from(InMemoryPlace.of("people"))
                .guard(Guards.allowEmptySource())
                .guard(Guards.maxRemovalShare(0))
                .guard(Guards.maxAdditionShare(0))
                .guard(Guards.maxChangeShare(0))
                .plan(InMemoryPlace.of("team"));

        assertThat(plan.objections()).isEmpty();
    }

    @Test
    void the_share_that_an_objection_advises_is_enough() throws Exception {
        InMemoryPlace team = InMemoryPlace.of("team", numbered(7));
        Sync sync = Sync.from(InMemoryPlace.of("people", numbered(6)));

        Plan refused = sync.guard(Guards.maxRemovalShare(0.1)).plan(team);
        Plan advised = sync.guard(Guards.maxRemovalShare(0.143)).plan(team);

        assertThat(refused.objections())
                .extracting(Objection::remedy)
                .containsExactly("To allow it once: --allow max-removal-share=14.3%.");
        assertThat(advised.objections()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2, true", "3, false"})
    void a_number_of_members_must_remain(int least, boolean passes) throws Exception {
        Plan plan = Sync.from(InMemoryPlace.of("people", "a", "b"))
                .guard(Guards.minRemaining(least))
                .plan(InMemoryPlace.of("team", "a", "x", "y"));

        assertThat(options(plan)).isEqualTo(passes ? List.of() : List.of("min-remaining"));
    }

    @Test
    void an_objection_says_how_many_would_remain() throws Exception {
        Plan plan = Sync.from(InMemoryPlace.of("people", "a"))
                .guard(Guards.minRemaining(2))
                .plan(InMemoryPlace.of("team", "a", "x"));

        assertThat(plan.objections())
                .containsExactly(new Objection(
                        "min-remaining",
                        "would leave 1 of 2 members",
                        "at least 2",
                        "To allow it once: --allow min-remaining=1."));
    }

    @Test
    void a_required_member_must_be_there_afterwards() throws Exception {
        Sync sync = Sync.from(InMemoryPlace.of("people", "a", "b")).guard(Guards.require(List.of("A", "B", "x", "y")));

        Plan plan = sync.plan(InMemoryPlace.of("team", "a", "x"));

        assertThat(plan.objections())
                .containsExactly(new Objection(
                        "require",
                        "would be without x, y",
                        "all members named in require",
                        "Add them to the source, or take them out of require."));
    }

    @Test
    void a_required_member_who_is_protected_stays() throws Exception {
        Plan plan = Sync.from(InMemoryPlace.of("people", "a"))
                .protect("x")
                .guard(Guards.require(List.of("x")))
                .plan(InMemoryPlace.of("team", "a", "X"));

        assertThat(plan.objections()).isEmpty();
    }

    @Test
    void require_ignores_case_even_under_exact_matching_and_matches_under_a_custom_one() throws Exception {
        Sync sync = Sync.from(InMemoryPlace.of("people", "Ann@a")).guard(Guards.require(List.of("ann@A")));

        Plan exact = sync.matching(Matching.exact()).plan(InMemoryPlace.of("team"));
        Plan custom = sync.matching(Matching.by(thing -> thing.substring(0, 1)))
                .guard(Guards.require(List.of("A!")))
                .plan(InMemoryPlace.of("team"));

        assertThat(exact.objections()).isEmpty();
        assertThat(custom.objections()).isEmpty();
    }

    @Test
    void a_required_member_may_be_there_under_an_alias_of_the_destination() throws Exception {
        InMemoryPlace team = InMemoryPlace.of("team", "boss@new").alias("boss@old", "boss@new");

        Plan plan = Sync.from(InMemoryPlace.of("people", "boss@new"))
                .guard(Guards.require(List.of("Boss@Old")))
                .plan(team);

        assertThat(plan.objections()).isEmpty();
    }

    @Test
    void a_required_member_may_be_there_under_an_alias_of_the_source_in_any_spelling() throws Exception {
        InMemoryPlace people = InMemoryPlace.of("people", "Boss@New").alias("boss@old", "Boss@New");
        Sync sync = Sync.from(people).guard(Guards.require(List.of("boss@old")));

        Plan added = sync.plan(InMemoryPlace.of("one"));
        Plan there = sync.plan(InMemoryPlace.of("two", "boss@new"));
        Plan thereByAlias = sync.guard(Guards.require(List.of("boss@new"))).plan(InMemoryPlace.of("three", "BOSS@OLD"));
        Plan thereByTheirAlias = sync.plan(InMemoryPlace.of("four", "boss").alias("boss@NEW", "boss"));
        Plan notThere = sync.mode(Mode.REMOVE_ONLY).plan(InMemoryPlace.of("five", "ann"));

        assertThat(added.objections()).isEmpty();
        assertThat(there.objections()).isEmpty();
        assertThat(thereByAlias.objections()).isEmpty();
        assertThat(thereByTheirAlias.objections()).isEmpty();
        assertThat(options(notThere)).containsExactlyInAnyOrder("require", "allow-empty-destination");
    }

    @Test
    void removals_everywhere_are_limited_together() {
        InMemoryPlace one = InMemoryPlace.of("one", "a", "x", "y");
        InMemoryPlace two = InMemoryPlace.of("two", "a", "z");
        Sync sync = Sync.from(InMemoryPlace.of("people", "a"));

        PlanRejectedException thrown = catchThrowableOfType(
                PlanRejectedException.class,
                () -> sync.guard(Guards.maxTotalRemovals(2)).syncWithAll(List.of(one, two)));
        sync.guard(Guards.maxTotalRemovals(3)).syncWithAll(List.of(one, two));

        assertThat(thrown.objections().get(0))
                .isEqualTo(new Objection(
                        "max-total-removals",
                        "would remove 3 from all destinations together",
                        "at most 2",
                        "To allow it once: --allow max-total-removals=3."));
        assertThat(one.members()).containsExactly("a");
        assertThat(two.members()).containsExactly("a");
    }

    @Test
    void a_guard_replaces_the_one_with_the_same_option() throws Exception {
        Sync sync = Sync.from(InMemoryPlace.of("people", "a"))
                .guard(Guards.maxRemovals(0))
                .guard(Guards.maxRemovals(1));

        Plan plan = sync.plan(InMemoryPlace.of("team", "a", "x"));

        assertThat(plan.objections()).isEmpty();
    }

    @Test
    void a_chosen_removal_guard_replaces_the_default() throws Exception {
        List<String> there = numbered(40);
        InMemoryPlace team = InMemoryPlace.of("team", there);
        Sync sync = Sync.from(InMemoryPlace.of("people", there.subList(12, 40)));

        Plan byCount = sync.guard(Guards.maxRemovals(12)).plan(team);
        Plan byShare = sync.guard(Guards.maxRemovalShare(0.3)).plan(team);
        Plan byBoth = sync.guard(Guards.maxRemovals(12))
                .guard(Guards.maxRemovalShare(0.2))
                .plan(team);
        Plan byBothInTheOtherOrder = sync.guard(Guards.maxRemovalShare(0.3))
                .guard(Guards.maxRemovals(11))
                .plan(team);

        assertThat(byCount.objections()).isEmpty();
        assertThat(byShare.objections()).isEmpty();
        assertThat(options(byBoth)).containsExactly("max-removal-share");
        assertThat(options(byBothInTheOtherOrder)).containsExactly("max-removals");
    }

    @Test
    void no_other_guard_replaces_the_default_removal_guard() throws Exception {
        List<String> there = numbered(40);
        Sync sync = Sync.from(InMemoryPlace.of("people", there.subList(12, 40)))
                .guard(Guards.maxAdditions(100))
                .guard(Guards.maxChanges(100))
                .guard(Guards.maxTotalRemovals(100))
                .guard(Guards.minRemaining(1))
                .guard(Guards.require(List.of("u39")))
                .guard(Guards.allowEmptySource())
                .guard(Guards.allowFullReplacement());

        Plan plan = sync.plan(InMemoryPlace.of("team", there));

        assertThat(options(plan)).containsExactly("max-removals");
    }

    @Test
    void all_guards_judge_both_halves_before_the_first_write() {
        InMemoryPlace team = InMemoryPlace.of("team", "a", "x");
        Sync sync = Sync.from(InMemoryPlace.of("people", "a", "b"))
                .guard(Guards.maxAdditions(0))
                .guard(Guards.maxRemovals(0))
                .guard(Guards.maxChanges(1))
                .guard(Guards.minRemaining(3))
                .guard(Guards.require(List.of("x")));

        PlanRejectedException thrown = catchThrowableOfType(PlanRejectedException.class, () -> sync.syncWith(team));

        assertThat(thrown.objections())
                .extracting(Objection::option)
                .containsExactlyInAnyOrder("max-additions", "max-removals", "max-changes", "min-remaining", "require");
        assertThat(team.calls()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void a_limit_on_the_second_half_stops_the_first(Mode mode) {
        InMemoryPlace team = InMemoryPlace.of("team", "a", "x");
        boolean adding = mode.actions().get(mode.actions().size() - 1) == Action.ADD;
        Sync sync = Sync.from(InMemoryPlace.of("people", "a", "b"))
                .mode(mode)
                .guard(adding ? Guards.maxAdditions(0) : Guards.maxRemovals(0));

        assertThatThrownBy(() -> sync.syncWith(team)).isInstanceOf(PlanRejectedException.class);
        assertThat(team.calls()).isEmpty();
    }

    @Test
    void planning_throws_for_no_guard() throws Exception {
        Plan plan = Sync.from(InMemoryPlace.of("people")).plan(InMemoryPlace.of("team", numbered(50)));

        assertThat(options(plan))
                .containsExactlyInAnyOrder(
                        "allow-empty-source", "max-removals", "allow-full-replacement", "allow-empty-destination");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 2.1, Double.NaN, Double.POSITIVE_INFINITY})
    void a_share_outside_its_range_is_refused(double share) {
        assertThatThrownBy(() -> Guards.maxRemovalShare(share)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Guards.maxChangeShare(share)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Guards.maxAdditionShare(share)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_negative_count_is_refused() {
        List<Supplier<Guard>> guards = List.of(
                () -> Guards.maxAdditions(-1),
                () -> Guards.maxRemovals(-1),
                () -> Guards.maxChanges(-1),
                () -> Guards.maxTotalRemovals(-1),
                () -> Guards.minRemaining(-1));

        for (Supplier<Guard> guard : guards) {
            assertThatThrownBy(guard::get)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("must be 0 or more, but is -1");
        }
    }

    @Test
    void a_blank_name_is_refused_at_once() {
        Sync sync = Sync.from(InMemoryPlace.of("people", "a"));

        assertThatThrownBy(() -> sync.protect("a", " ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Guards.require(List.of(""))).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> numbered(int count) {
        return IntStream.range(0, count).mapToObj("u%02d"::formatted).toList();
    }

    private static List<String> options(Plan plan) {
        return plan.objections().stream().map(Objection::option).toList();
    }

    private static Source mayBeNone(List<String> things) {
        return Sources.mayBeEmpty(Sources.of(things));
    }
}
