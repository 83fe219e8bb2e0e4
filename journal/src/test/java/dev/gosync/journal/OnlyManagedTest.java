package dev.gosync.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.Objection;
import dev.gosync.Plan;
import dev.gosync.adapter.Matching;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** {@code only-managed}: a member is removed only if a run has added it, and no run has removed it since. */
final class OnlyManagedTest {
    private static final String KEPT = "not added by a run of Go Sync";

    private final MemoryFixture fixture = new MemoryFixture();

    private Plan plan() {
        return fixture.plan(Memory::onlyManaged);
    }

    private void assertManaged(String... members) {
        Plan plan = plan();

        assertThat(plan.objections()).isEmpty();
        assertThat(plan.removals()).containsExactly(members);
    }

    private void assertKept(String... members) {
        Plan plan = plan();

        assertThat(plan.objections()).isEmpty();
        assertThat(plan.removals()).isEmpty();
        assertThat(plan.kept().keySet()).containsExactly(members);
        assertThat(plan.kept().values()).allMatch(KEPT::equals);
    }

    // --- Managed

    @Test
    void a_member_that_a_run_added_is_removed() {
        fixture.people("ann", "bob").apply();

        fixture.people("bob");

        assertManaged("ann");
    }

    @Test
    void a_member_that_an_old_run_added_is_removed() {
        fixture.people("ann", "bob").apply();
        for (int day = 0; day < 5; day++) {
            fixture.pass(Duration.ofDays(1)).apply();
        }

        fixture.people("bob");

        assertManaged("ann");
    }

    @Test
    void a_member_that_was_removed_by_hand_and_added_by_a_run_is_removed() {
        fixture.team.members("ann");
        fixture.people("ann").apply();
        fixture.team.members();
        fixture.apply();

        fixture.people();

        assertManaged("ann");
    }

    @Test
    void a_member_that_a_run_removed_and_another_run_added_is_removed() {
        fixture.people("ann").apply();
        fixture.people().apply();
        fixture.people("ann").apply();

        fixture.people();

        assertManaged("ann");
    }

    @Test
    void a_member_that_a_run_that_was_cut_short_had_added_is_removed() {
        fixture.people("ann").apply().killedAfter("outcome");

        fixture.people();

        assertManaged("ann");
    }

    @Test
    void a_member_that_a_run_could_not_remove_is_still_managed() {
        fixture.people("ann", "bob").apply();
        fixture.team.refused.add("ann");
        fixture.team.withoutAnswer.add("bob");
        fixture.people().apply();

        assertManaged("ann", "bob");
    }

    @Test
    void a_member_that_the_undo_command_added_again_is_managed() {
        fixture.people("ann").apply();
        fixture.people().apply();
        fixture.people("ann")
                .run(RunInfo.of("undo", MemoryFixture.CONFIGURATION).undoing("20260301-090000-001"), memory -> memory);

        fixture.people();

        assertManaged("ann");
    }

    @Test
    void an_addition_by_another_sync_of_the_configuration_counts() {
        fixture.sync = "another sync";
        fixture.people("ann").apply();
        fixture.sync = "platform";

        fixture.people();

        assertManaged("ann");
    }

    // --- Spellings

    @Test
    void a_member_is_known_in_another_case() {
        fixture.people("Ann@Example.com").apply();
        fixture.team.members("ann@example.com");

        fixture.people();

        assertManaged("ann@example.com");
    }

    @Test
    void a_member_is_known_under_its_alias() {
        fixture.people("ann@work.example", "BOB@work.example").apply();
        fixture.team.members("ann@home.example", "bob@home.example");
        fixture.team.aliases.putAll(
                Map.of("ann@work.example", "ann@home.example", "bob@work.example", "bob@home.example"));

        fixture.people();

        assertManaged("ann@home.example", "bob@home.example");
    }

    @Test
    void a_member_with_exactly_this_spelling_is_no_other() {
        fixture.matching(Matching.exact()).people("ann").apply();
        fixture.team.members("ANN", "ann");

        fixture.people();

        Plan plan = plan();
        assertThat(plan.removals()).containsExactly("ann");
        assertThat(plan.kept()).isEqualTo(Map.of("ANN", KEPT));
    }

    @Test
    void a_spelling_that_can_be_two_members_is_neither() {
        fixture.matching(Matching.exact()).people("Ann").apply();
        fixture.team.members("ANN", "ann");

        fixture.people();

        assertKept("ANN", "ann");
    }

    // --- Kept

    @Test
    void members_that_were_there_before_stay() {
        fixture.team.members("ann", "bob");
        fixture.people("bob").apply(memory -> memory.onlyManaged().firstRun());

        assertThat(fixture.team.members).containsExactly("ann", "bob");
        assertKept("ann");
    }

    @Test
    void a_member_that_was_there_already_is_not_managed() {
        fixture.team.members("bob");
        fixture.people("ann").onWrite(() -> fixture.team.members.add("ann")).apply();
        fixture.onWrite(() -> {});

        fixture.people("bob");

        assertKept("ann");
    }

    @Test
    void a_member_whose_addition_failed_or_has_no_answer_is_not_managed() {
        fixture.team.refused.add("ann");
        fixture.team.withoutAnswer.add("bob");
        fixture.people("ann", "bob").apply();
        fixture.team.members("ann", "bob");

        fixture.people();

        assertKept("ann", "bob");
    }

    @Test
    void a_member_that_a_run_removed_and_someone_else_added_is_not_managed() {
        fixture.people("ann").apply();
        fixture.people().apply();
        fixture.team.members("ann");

        assertKept("ann");
    }

    @Test
    void an_addition_at_another_place_does_not_count() {
        fixture.people("ann").apply();
        MemoryFixture.Team other = new MemoryFixture.Team("other").members("ann");

        fixture.people();

        assertThat(fixture.planAt(other, memory -> memory.onlyManaged().firstRun())
                        .kept())
                .isEqualTo(Map.of("ann", KEPT));
    }

    @Test
    void an_addition_by_another_configuration_does_not_count() {
        fixture.people("ann").run(RunInfo.of("apply", "other.yml"), memory -> memory);

        fixture.people();

        assertThat(fixture.plan(memory -> memory.onlyManaged().firstRun()).kept())
                .isEqualTo(Map.of("ann", KEPT));
    }

    // --- Empty memory

    @Test
    void an_empty_memory_objects_only_if_something_would_be_removed() {
        fixture.team.members("ann");

        List<Objection> nothingToRemove = fixture.people("ann", "bob").objections(Memory::onlyManaged);
        Plan plan = fixture.people("bob").plan(Memory::onlyManaged);

        assertThat(nothingToRemove).isEmpty();
        assertThat(plan.objections()).singleElement().satisfies(objection -> {
            assertThat(objection.option()).isEqualTo("only-managed");
            assertThat(objection.remedy()).contains("--first-run");
        });
        assertThat(plan.kept()).containsOnlyKeys("ann");
    }

    @Test
    void a_run_that_was_refused_does_not_fill_the_memory() {
        fixture.team.members("ann");
        fixture.people("bob").apply(Memory::onlyManaged).apply(Memory::onlyManaged);

        assertThat(fixture.team.members).containsExactly("ann");
        assertThat(fixture.objections(Memory::onlyManaged)).hasSize(1);
    }

    // --- How much is read

    @Test
    void a_member_that_an_earlier_run_kept_needs_no_older_run() {
        for (int run = 0; run < 4; run++) {
            fixture.people("bob").apply();
        }
        fixture.team.members("ann", "bob");
        fixture.apply(Memory::onlyManaged);
        fixture.store.reads = 0;

        assertKept("ann");

        assertThat(fixture.store.reads).isEqualTo(1);
    }

    @Test
    void a_member_that_was_kept_and_later_added_by_a_run_is_managed() {
        fixture.team.members("ann");
        fixture.people("bob").apply(memory -> memory.onlyManaged().firstRun());
        fixture.team.members("bob");
        fixture.people("ann", "bob").apply(Memory::onlyManaged);

        fixture.people("bob");

        assertManaged("ann");
    }

    @Test
    void the_answer_is_the_same_however_far_a_history_goes_back() {
        fixture.team.members("zoe");
        fixture.people("ann").apply(memory -> memory.onlyManaged().firstRun());
        List<Set<String>> wanted =
                List.of(Set.of("ann", "bob"), Set.of("bob"), Set.of("ann"), Set.of("ann", "zoe"), Set.of("zoe"));
        for (Set<String> people : wanted) {
            fixture.people(people.toArray(String[]::new)).apply(Memory::onlyManaged);
        }

        assertThat(fixture.team.members).containsExactly("zoe");
        fixture.people("bob");
        assertKept("zoe");
    }
}
