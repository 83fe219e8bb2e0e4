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
     * {@return the ids of the last run of each configuration, of the last reading of each place, and of the runs that added
     * who is still a member}
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
                List<String> member = List.of(entry.place(), Keys.of(entry.thing()));
                if (entry.mayBeChange() && entry.action() == Action.ADD) {
                    addedBy.put(member, run.id());
                } else if (entry.isChange()) {
                    addedBy.remove(member);
                }
            }
        }
        Set<String> needed = new HashSet<>(last.values());
        needed.addAll(addedBy.values());
        return needed;
    }
}
