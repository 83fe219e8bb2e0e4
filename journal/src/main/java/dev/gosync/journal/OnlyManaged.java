package dev.gosync.journal;

import dev.gosync.Objection;
import dev.gosync.Plan;
import dev.gosync.adapter.Action;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Keeps members that no run has added, or that a run has removed since. */
record OnlyManaged(Recollection memory) {
    static final String NAME = "only-managed";

    /** A constant, so that a later run knows it again in the journal. */
    private static final String NOT_ADDED = "not added by a run of Go Sync";

    private static final String NOT_KNOWN = "it is not known whether a run of Go Sync added it";

    Map<String, String> hold(Plan plan) {
        Map<String, String> held = new HashMap<>();
        try {
            notAdded(plan).forEach(member -> held.put(member, NOT_ADDED));
        } catch (JournalException e) {
            plan.removals().forEach(member -> held.put(member, NOT_KNOWN)); // the guard says why, and refuses the plan
        }
        return held;
    }

    /** Objects where members would be removed, or are held back only because nothing is remembered. */
    List<Objection> judge(Plan plan) {
        String place = plan.destination().name();
        boolean matters = !plan.removals().isEmpty()
                || plan.kept().containsValue(NOT_ADDED)
                || plan.kept().containsValue(NOT_KNOWN);
        return matters
                ? memory.ifEmpty(NAME, place, recorded -> recorded.place().equals(place))
                : List.of();
    }

    private Set<String> notAdded(Plan plan) {
        String place = plan.destination().name();
        Set<String> open = new HashSet<>(plan.removals());
        Set<String> notAdded = new TreeSet<>(open);
        if (open.isEmpty()) {
            return notAdded;
        }
        Members members = new Members(plan.destination().listing(), open);
        for (int i = 0; !open.isEmpty() && memory.past().has(i); i++) {
            Run run = memory.past().get(i);
            List<Entry> entries = run.entries();
            for (int latest = entries.size() - 1; latest >= 0; latest--) {
                Entry entry = entries.get(latest);
                if (!entry.place().equals(place) || !entry.isChange()) {
                    continue;
                }
                Set<String> about = members.of(entry.thing());
                if (entry.action() == Action.REMOVE) {
                    open.removeAll(about);
                } else if (about.size() == 1 && open.removeAll(about)) {
                    notAdded.removeAll(about);
                }
            }
            run.plans().stream()
                    .filter(recorded -> recorded.place().equals(place))
                    .forEach(recorded -> open.removeIf(
                            member -> NOT_ADDED.equals(recorded.kept().get(member))));
        }
        return notAdded;
    }
}
