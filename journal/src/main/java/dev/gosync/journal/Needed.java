package dev.gosync.journal;

import dev.gosync.adapter.Action;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which runs a journal must keep, however old they are. */
final class Needed {
    private Needed() {}

    /**
     * {@return the ids of the last run of each configuration, of the last reading of each place, of the runs that added who is
     * still a member, and of later runs that changed the same members}
     *
     * @param runs oldest first
     */
    static Set<String> of(List<Run> runs) {
        Map<Object, String> last = new HashMap<>();
        Map<List<String>, String> addedBy = new HashMap<>();
        for (Run run : runs) {
            String configuration = run.info().configuration();
            last.put(configuration, run.id());
            run.plans().forEach(plan -> last.put(List.of(configuration, plan.sync(), plan.place()), run.id()));
            for (Entry entry : run.entries()) {
                List<String> member = member(entry);
                if (entry.mayBeChange() && entry.action() == Action.ADD) {
                    addedBy.put(member, run.id());
                } else if (entry.isChange()) {
                    addedBy.remove(member);
                }
            }
        }
        Set<String> needed = new HashSet<>(last.values());
        needed.addAll(addedBy.values());
        addLaterChanges(runs, needed);
        return needed;
    }

    /** Undo of a run must know what later runs did to the same members. */
    private static void addLaterChanges(List<Run> runs, Set<String> needed) {
        Set<List<String>> changed = new HashSet<>();
        for (Run run : runs) {
            List<List<String>> members = run.entries().stream()
                    .filter(Entry::mayBeChange)
                    .map(Needed::member)
                    .toList();
            if (needed.contains(run.id()) || members.stream().anyMatch(changed::contains)) {
                needed.add(run.id());
                changed.addAll(members);
            }
        }
    }

    private static List<String> member(Entry entry) {
        return List.of(entry.place(), Keys.of(entry.thing()));
    }
}
