package com.example.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gosync.Guards;
import dev.gosync.Outcome;
import dev.gosync.Outcome.State;
import dev.gosync.Report;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.SyncException;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Outcomes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An addition turns out to be a member already: removals that may mean that member do not start. */
class AlreadyThereTest {
    private static Map<String, State> states(Report report) {
        return report.outcomes().stream().collect(Collectors.toMap(Outcome::thing, Outcome::state));
    }

    private static SyncException sync(Accounts group, String... things) {
        return catchThrowableOfType(
                SyncException.class, () -> Sync.from(Sources.of(things)).syncWith(group));
    }

    /** Ann is listed as ann@x, and only the write tells that ann.smith@x is her too. */
    private static Accounts annAndFourOthers() {
        return Accounts.with("ann@x", "bob@x", "eve@x", "kim@x", "zoe@x")
                .alsoKnownAs("ann@x", "ann.smith@x")
                .tellingAtTheWrite();
    }

    @Test
    void only_the_removal_of_that_member_is_blocked_if_the_place_shows_who_it_is() {
        Accounts group = annAndFourOthers().showingAliasesLater();

        SyncException thrown = sync(group, "ann.smith@x", "bob@x", "eve@x", "kim@x");

        Report report = thrown.reports().get(0);
        assertThat(states(report))
                .isEqualTo(Map.of("ann.smith@x", State.DONE, "ann@x", State.NOT_STARTED, "zoe@x", State.DONE));
        assertThat(group.members()).containsExactly("ann@x", "bob@x", "eve@x", "kim@x");
        assertThat(report.failure()).isEmpty();
        assertThat(report.outcomes())
                .filteredOn(outcome -> outcome.thing().equals("ann@x"))
                .extracting(Outcome::reason)
                .containsExactly("it may be the same member as ann.smith@x, which is already there");
        assertThat(group.reads()).isEqualTo(2);
    }

    @Test
    void all_removals_are_blocked_if_the_place_does_not_show_who_it_is() {
        Accounts group = annAndFourOthers();

        SyncException thrown = sync(group, "ann.smith@x", "bob@x", "eve@x", "kim@x");

        assertThat(states(thrown.reports().get(0)))
                .isEqualTo(Map.of("ann.smith@x", State.DONE, "ann@x", State.NOT_STARTED, "zoe@x", State.NOT_STARTED));
        assertThat(group.writes()).containsExactly("+ann.smith@x");
    }

    @Test
    void the_member_is_found_under_its_alias_when_the_place_now_lists_it_under_the_added_spelling() {
        List<String> writes = new ArrayList<>();
        Adapter place = new Adapter() {
            private boolean renamed;

            @Override
            public String name() {
                return "renaming";
            }

            @Override
            public Listing get() {
                return renamed
                        ? new Listing(
                                Set.of("ann.smith@x", "bob@x", "eve@x", "zoe@x"),
                                Map.of("ann@x", "ann.smith@x"),
                                Map.of(),
                                Map.of())
                        : Listing.of(List.of("ann@x", "bob@x", "eve@x", "zoe@x"));
            }

            @Override
            public void add(List<String> things, Outcomes outcomes) throws InterruptedException {
                outcomes.each(things, thing -> {
                    renamed = true;
                    outcomes.alreadyThere(thing);
                });
            }

            @Override
            public void remove(List<String> things, Outcomes outcomes) throws InterruptedException {
                outcomes.each(things, writes::add);
            }
        };

        SyncException thrown = catchThrowableOfType(
                SyncException.class,
                () -> Sync.from(Sources.of("ann.smith@x", "bob@x", "eve@x")).syncWith(place));

        assertThat(writes).containsExactly("zoe@x");
        assertThat(states(thrown.reports().get(0))).containsEntry("ann@x", State.NOT_STARTED);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"UNKNOWN_THING", "REFUSED_THING"},
            mode = EnumSource.Mode.EXCLUDE)
    void no_removal_starts_if_the_place_cannot_be_read_again(FailureKind kind) {
        Accounts group = annAndFourOthers().showingAliasesLater().laterReadsFailWith(kind);

        SyncException thrown = sync(group, "ann.smith@x", "bob@x", "eve@x", "kim@x");

        Report report = thrown.reports().get(0);
        assertThat(group.writes()).containsExactly("+ann.smith@x");
        assertThat(group.reads()).isEqualTo(2);
        assertThat(states(report))
                .isEqualTo(Map.of("ann.smith@x", State.DONE, "ann@x", State.NOT_STARTED, "zoe@x", State.NOT_STARTED));
        assertThat(report.failure())
                .hasValueSatisfying(failure -> assertThat(failure.kind()).contains(kind));
        assertThat(report.notRemoved()).contains("2 members who should have lost access still have it");
    }

    @Test
    void the_place_is_not_read_again_if_nothing_is_removed() {
        Accounts group = annAndFourOthers();

        Report report = Sync.from(Sources.of("ann.smith@x")).mode(Mode.ADD_ONLY).syncWith(group);

        assertThat(report.isClean()).isTrue();
        assertThat(group.reads()).isEqualTo(1);
    }

    @Test
    void with_removals_first_the_member_is_removed_and_added_again() {
        Accounts group = annAndFourOthers();

        Report report = Sync.from(Sources.of("ann.smith@x", "bob@x", "eve@x", "kim@x", "zoe@x"))
                .mode(Mode.REMOVE_ADD)
                .syncWith(group);

        assertThat(report.isClean()).isTrue();
        assertThat(group.members()).containsExactly("ann@x", "bob@x", "eve@x", "kim@x", "zoe@x");
    }

    @Test
    void a_member_who_was_there_is_no_newcomer_when_what_remains_is_judged_again() {
        Accounts group = annAndFourOthers().showingAliasesLater();
        Sync sync =
                Sync.from(Sources.of("ann.smith@x", "ann@x", "bob@x", "eve@x")).guard(Guards.minRemaining(4));

        SyncException thrown = catchThrowableOfType(SyncException.class, () -> sync.syncWith(group));

        assertThat(thrown).hasMessageContaining("would leave 3 of 5 members; required: at least 4");
        assertThat(group.writes()).containsExactly("+ann.smith@x");
    }

    @Test
    void a_removal_that_is_blocked_counts_as_a_member_who_stays_when_what_remains_is_judged_again() {
        Accounts group = annAndFourOthers().showingAliasesLater();
        Sync sync =
                Sync.from(Sources.of("ann.smith@x", "bob@x", "eve@x", "kim@x")).guard(Guards.minRemaining(4));

        SyncException thrown = catchThrowableOfType(SyncException.class, () -> sync.syncWith(group));

        assertThat(thrown.reports().get(0).failure()).isEmpty();
        assertThat(group.members()).containsExactly("ann@x", "bob@x", "eve@x", "kim@x");
    }

    @Test
    void a_required_member_who_is_there_under_another_spelling_is_there() {
        Accounts group = annAndFourOthers().showingAliasesLater();
        Sync sync = Sync.from(Sources.of("ann.smith@x", "ann@x", "bob@x", "eve@x", "kim@x"))
                .guard(Guards.require(List.of("ann.smith@x")));

        Report report = sync.syncWith(group);

        assertThat(report.isClean()).isTrue();
        assertThat(group.members()).containsExactly("ann@x", "bob@x", "eve@x", "kim@x");
    }
}
