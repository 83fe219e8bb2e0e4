package dev.gosync.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.Outcome;
import dev.gosync.adapter.Action;
import dev.gosync.journal.Entry;
import dev.gosync.journal.Run;
import dev.gosync.journal.Undo;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What must be true of each run, compared with what the service saw. */
final class RunChecks {
    private RunChecks() {}

    /** An undo asks only for what it may change. */
    static void mustAskOnlyFor(Map<String, Boolean> targets, Undo undo) {
        for (Undo.Place at : undo.places()) {
            mustAskOnlyFor(targets, undo.run().id(), at.additions(), true);
            mustAskOnlyFor(targets, undo.run().id(), at.removals(), false);
        }
    }

    private static void mustAskOnlyFor(Map<String, Boolean> targets, String run, List<String> things, boolean add) {
        for (String thing : things) {
            assertThat(targets.get(RandomHistory.key(thing)))
                    .as("the undo of run " + run + " may " + (add ? "add " : "remove ") + thing)
                    .isEqualTo(add);
        }
    }

    /** No member outside the plan is touched. */
    static void mustBeInPlan(Set<String> changed, Set<String> after, Map<String, Boolean> targets) {
        for (String person : changed) {
            assertThat(targets.get(person))
                    .as(person + " was " + (after.contains(person) ? "added" : "removed") + ", which is in the plan")
                    .isEqualTo(after.contains(person));
        }
    }

    /** Each change is in the journal, as done or as not known; and nothing that the journal says was done did not happen. */
    static void mustAccountForChanges(
            Run run, Set<String> changed, Set<String> changedByRun, Set<String> joined, Set<String> after) {
        Map<String, Entry> entries = run.entries().stream()
                .filter(entry -> entry.state() == Outcome.State.DONE || entry.state() == Outcome.State.NOT_KNOWN)
                .filter(entry -> !entry.alreadyThere())
                .collect(Collectors.toMap(entry -> RandomHistory.key(entry.thing()), entry -> entry));
        assertThat(entries.keySet()).as("changes in the journal").containsAll(changedByRun);
        entries.forEach((person, entry) -> {
            if (changedByRun.contains(person)) {
                assertThat(entry.action() == Action.ADD)
                        .as("was added: " + entry)
                        .isEqualTo(after.contains(person));
            }
            if (entry.isChange() && !joined.contains(person)) {
                assertThat(changed).as("really changed").contains(person);
            }
        });
    }
}
