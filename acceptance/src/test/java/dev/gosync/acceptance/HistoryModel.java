package dev.gosync.acceptance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a history did to the members of a place, as seen at the service. It knows nothing of the journal. {@code true} means
 * that a person is a member. For one thread at a time.
 */
final class HistoryModel {
    /**
     * One run.
     *
     * @param id its id
     * @param undoes the run that it undoes; empty if it applies a source
     * @param targets the people that the run may change, and to what; without those who were so already when it began
     * @param changed the people of these who changed while it ran
     * @param foundThere the people that the adapter wanted to add and found to be members already
     * @param joined the people that others added while it ran
     */
    record Step(
            String id,
            Optional<String> undoes,
            Map<String, Boolean> targets,
            Set<String> changed,
            Set<String> foundThere,
            Set<String> joined) {}

    private final Map<String, Step> steps = new LinkedHashMap<>();
    private final Map<String, Boolean> base = new HashMap<>();
    private final Map<String, Boolean> byHandSince = new HashMap<>();

    /** {@return all runs, oldest first} */
    List<Step> steps() {
        return List.copyOf(steps.values());
    }

    Step step(String id) {
        return steps.get(id);
    }

    /** A run is over. */
    void ran(Step step, Set<String> before, Set<String> joined) {
        steps.put(step.id(), step);
        step.targets().keySet().forEach(person -> base.putIfAbsent(person, before.contains(person)));
        byHand(joined, true);
    }

    /** Other people changed members. */
    void byHand(Set<String> people, boolean isMember) {
        people.stream().filter(base::containsKey).forEach(person -> byHandSince.put(person, isMember));
    }

    /**
     * Finds the people that an undo may change, and to what.
     *
     * @param run the run to undo
     * @param includeUnknown whether it may also change people that the run planned to change and did not
     */
    Map<String, Boolean> undoOf(String run, boolean includeUnknown) {
        Step undone = step(run);
        Map<String, Boolean> targets = new TreeMap<>();
        undone.targets().forEach((person, target) -> targets.put(person, !target));
        if (!includeUnknown) {
            targets.keySet().retainAll(undone.changed());
            targets.keySet().removeAll(undone.foundThere());
        }
        List<Step> all = steps();
        List<Step> later = all.subList(all.indexOf(undone) + 1, all.size());
        targets.keySet().removeIf(person -> isChangedByOneOf(later, person));
        return targets;
    }

    /** Whether a run has changed a person again. After an undo that could change them, this says nothing. */
    private static boolean isChangedByOneOf(List<Step> later, String person) {
        return later.stream()
                        .anyMatch(step -> step.changed().contains(person)
                                && !step.joined().contains(person))
                && later.stream()
                        .noneMatch(step ->
                                step.undoes().isPresent() && step.targets().containsKey(person));
    }

    /**
     * Finds what is wrong after all runs were undone in reverse order. What must be true for each person:
     *
     * <ul>
     *   <li>No run planned to change the person: they are what they were before the first undo.
     *   <li>Otherwise they are what they were right before the first run that planned to change them. If others have not changed
     *       them, that is what they were at first.
     *   <li>If others changed them during that run or later, they may instead be what others made them last. The journal
     *       cannot know such changes, so it depends on when they happened whether an undo finds something to do.
     * </ul>
     *
     * @param before the members before the first undo
     * @param now the members after the last undo
     * @return a sentence for each person who is not so
     */
    List<String> wrongAfterUndo(Set<String> before, Set<String> now, Set<String> people) {
        List<String> wrong = new ArrayList<>();
        for (String person : new TreeSet<>(people)) {
            boolean isMember = now.contains(person);
            boolean expected = base.getOrDefault(person, before.contains(person));
            if (isMember != expected && isMember != byHandSince.getOrDefault(person, expected)) {
                wrong.add(person + (isMember ? " is a member" : " is no member") + ", but was "
                        + (expected ? "one" : "none") + " before the first run that had them in its plan");
            }
        }
        return wrong;
    }

    /** {@return how many people are known exactly after all runs were undone} */
    int exact(Set<String> people) {
        return (int) people.stream()
                .filter(person -> !byHandSince.containsKey(person)
                        || byHandSince.get(person).equals(base.get(person)))
                .count();
    }
}
