package dev.gosync.journal;

import dev.gosync.Objection;
import dev.gosync.Plan;
import dev.gosync.adapter.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Limits the removals at one place, counted over all runs of the last 24 hours. */
record RemovalsPerDay(Recollection memory, int limit) {
    static final String NAME = "max-removals-per-day";

    private static final Duration DAY = Duration.ofHours(24);

    List<Objection> judge(Plan plan) {
        String place = plan.destination().name();
        int planned = plan.removals().size();
        List<Objection> objections = new ArrayList<>(
                memory.ifEmpty(NAME, place, recorded -> recorded.place().equals(place)));
        int earlier = planned == 0 ? 0 : earlier(place);
        if (planned > 0 && planned + earlier > limit) {
            objections.add(new Objection(
                    NAME,
                    "would remove " + planned + ", after " + earlier + " in the last 24 hours",
                    "at most " + limit + " together",
                    "Run again later. To allow it once: --allow " + NAME + "=" + (planned + earlier) + "."));
        }
        return objections;
    }

    /** The removals that happened, and those that may have happened. */
    private int earlier(String place) {
        PastRuns past = memory.past();
        Instant since = past.now().minus(DAY);
        int removals = 0;
        for (int i = 0; past.has(i); i++) {
            Run run = past.get(i);
            for (Entry entry : run.entries()) {
                if (entry.place().equals(place)
                        && entry.action() == Action.REMOVE
                        && entry.mayBeChange()
                        && past.at(i, entry.at()).isAfter(since)) {
                    removals++;
                }
            }
            if (!past.began(i).isAfter(since)) {
                break; // earlier runs ended before this one began
            }
        }
        return removals;
    }
}
