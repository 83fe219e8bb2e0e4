package dev.gosync.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.Outcome;
import dev.gosync.adapter.Action;
import dev.gosync.journal.Entry;
import dev.gosync.journal.Run;
import dev.gosync.journal.Undo;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What must be true of each run, compared with what the service saw. {@code true} means that a person is a member. */
final class RunChecks {
    private RunChecks() {}

    /** {@return a person as the model and the service spell them} */
    static String key(String thing) {
        return thing.toLowerCase(Locale.ROOT);
    }

    /** {@return whom a run has changed, and to what; others only add people while it works} */
    static Map<String, Boolean> changes(Meanwhile meanwhile, Set<String> after) {
        Map<String, Boolean> changes = new TreeMap<>();
        for (String person : after) {
            if (!meanwhile.before().contains(person) && !meanwhile.joined().contains(person)) {
                changes.put(person, true);
            }
        }
        meanwhile.before().stream().filter(person -> !after.contains(person)).forEach(gone -> changes.put(gone, false));
        meanwhile.joined().stream().filter(person -> !after.contains(person)).forEach(gone -> changes.put(gone, false));
        meanwhile.back().forEach(person -> changes.put(person, false));
        return changes;
    }

    /** An undo asks only for what it may change. */
    static void mustAskOnlyFor(Map<String, Boolean> targets, Undo undo) {
        for (Undo.Place at : undo.places()) {
            mustAskOnlyFor(targets, undo.run().id(), at.additions(), true);
            mustAskOnlyFor(targets, undo.run().id(), at.removals(), false);
        }
    }

    private static void mustAskOnlyFor(Map<String, Boolean> targets, String run, List<String> things, boolean add) {
        for (String thing : things) {
            assertThat(targets.get(key(thing)))
                    .as("the undo of run " + run + " may " + (add ? "add " : "remove ") + thing)
                    .isEqualTo(add);
        }
    }

    /** No member outside the plan is touched. */
    static void mustBeInPlan(Map<String, Boolean> changed, Map<String, Boolean> targets) {
        changed.forEach((person, isMember) -> assertThat(targets.get(person))
                .as(person + " was " + (isMember ? "added" : "removed") + ", which is in the plan")
                .isEqualTo(isMember));
    }

    /** Each change is in the journal, as done or as not known; and nothing that the journal says was done did not happen. */
    static void mustAccountForChanges(Run run, Map<String, Boolean> changed, Set<String> joined) {
        Map<String, Entry> entries = run.entries().stream()
                .filter(entry -> entry.state() == Outcome.State.DONE || entry.state() == Outcome.State.NOT_KNOWN)
                .filter(entry -> !entry.alreadyThere())
                .collect(Collectors.toMap(entry -> key(entry.thing()), entry -> entry));
        assertThat(entries.keySet()).as("changes in the journal").containsAll(changed.keySet());
        entries.forEach((person, entry) -> {
            if (changed.containsKey(person)) {
                assertThat(entry.action() == Action.ADD)
                        .as("was added: " + entry)
                        .isEqualTo(changed.get(person));
            }
            if (entry.isChange() && !joined.contains(person)) {
                assertThat(changed).as("really changed").containsKey(person);
            }
        });
    }
}
