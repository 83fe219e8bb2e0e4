package dev.gosync.acceptance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

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
     * @param targets the people that the run may change, and to what
     * @param soAlready the people of these who were so already when it began
     * @param changed the people of these who changed while it ran
     * @param foundThere the people that the adapter wanted to add and found to be members already
     * @param joined the people that others added while it ran
     */
    record Step(
            String id,
            Optional<String> undoes,
            Map<String, Boolean> targets,
            Set<String> soAlready,
            Set<String> changed,
            Set<String> foundThere,
            Set<String> joined) {
        /** {@return what the person was before the run, if it may have changed the person} */
        Optional<Boolean> before(String person) {
            return soAlready.contains(person)
                    ? Optional.empty()
                    : Optional.ofNullable(targets.get(person)).map(target -> !target);
        }

        /**
         * {@return whether the journal may know that the run has changed the person} If others were faster than an addition, not
         * every service says so.
         */
        boolean mayKnowChange(String person) {
            return !foundThere.contains(person)
                    && (changed.contains(person) || (targets.get(person) && joined.contains(person)));
        }

        /** {@return whether the run may have undone a change of the person} */
        boolean mayHaveUndone(String person) {
            return undoes.isPresent() && targets.containsKey(person);
        }
    }

    /** Others changed a person, after so many runs. */
    private record ByHand(int steps, String person, boolean isMember) {}

    private final Map<String, Step> steps = new LinkedHashMap<>();
    private final List<ByHand> byHand = new ArrayList<>();

    /** {@return all runs, oldest first} */
    List<Step> steps() {
        return List.copyOf(steps.values());
    }

    Step step(String id) {
        return steps.get(id);
    }

    /** A run is over. */
    void ran(Step step) {
        steps.put(step.id(), step);
        byHand(step.joined(), true);
    }

    /** Other people changed members. */
    void byHand(Collection<String> people, boolean isMember) {
        people.forEach(person -> byHand.add(new ByHand(steps.size(), person, isMember)));
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
        undone.targets()
                .keySet()
                .forEach(person -> undone.before(person).ifPresent(before -> targets.put(person, before)));
        if (!includeUnknown) {
            targets.keySet().removeIf(person -> !undone.mayKnowChange(person));
        }
        List<Step> all = steps();
        List<Step> later = all.subList(all.indexOf(undone) + 1, all.size());
        targets.keySet().removeIf(person -> isChangedByOneOf(later, person));
        return targets;
    }

    /** Whether a run has changed a person again. After an undo that could change them, this says nothing. */
    private static boolean isChangedByOneOf(List<Step> later, String person) {
        return later.stream().anyMatch(step -> step.changed().contains(person))
                && later.stream().noneMatch(step -> step.mayHaveUndone(person));
    }

    /**
     * Finds what a person may be after all runs were undone in reverse order. What must be true:
     *
     * <ul>
     *   <li>They are what they were before the first run that has tried to change them.
     *   <li>Only the journal knows which runs have tried in vain. That matters only if others changed the person after such a
     *       run.
     *   <li>If the run was undone earlier, what others did to the person since then stays.
     * </ul>
     *
     * @param person a person
     * @param last what the person was before the first of these undos
     * @return one or two possibilities
     */
    Set<Boolean> afterUndo(String person, boolean last) {
        Set<Boolean> possible = new HashSet<>();
        List<Step> all = steps();
        for (int i = 0; i < all.size(); i++) {
            all.get(i).before(person).ifPresent(possible::add);
            if (all.get(i).changed().contains(person)) {
                possible.addAll(byHandSinceAnUndo(person, all, i + 1));
                return possible;
            }
        }
        possible.add(last);
        return possible;
    }

    private Set<Boolean> byHandSinceAnUndo(String person, List<Step> all, int from) {
        int undo = from;
        while (undo < all.size() && !all.get(undo).mayHaveUndone(person)) {
            undo++;
        }
        int undone = undo;
        return byHand.stream()
                .filter(change -> change.steps() > undone && change.person().equals(person))
                .map(ByHand::isMember)
                .collect(Collectors.toSet());
    }
}
