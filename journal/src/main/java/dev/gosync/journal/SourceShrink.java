package dev.gosync.journal;

import dev.gosync.Objection;
import dev.gosync.Plan;
import java.util.List;
import java.util.Optional;

/** Refuses a source that has lost too much since the last run that no guard refused. */
record SourceShrink(Recollection memory, double share) {
    static final String NAME = "max-source-shrink";

    /** A reading of the source by an earlier run. */
    private record Reading(String run, int size) {}

    List<Objection> judge(Plan plan) {
        Optional<Reading> last = last(plan.source().name());
        if (last.isEmpty()) {
            return memory.empty(NAME, plan.source().name());
        }
        int before = last.get().size();
        int now = plan.source().size();
        int lost = before - now;
        if (lost <= share * before + 1e-6) {
            return List.of();
        }
        String percent = percent((double) lost / before);
        return List.of(new Objection(
                NAME,
                "the source has " + now + (now == 1 ? " member, " : " members, ") + percent + " fewer than the "
                        + before + " in run " + last.get().run(),
                "at most " + percent(share) + " fewer",
                "Check the source. To allow it once: --allow " + NAME + "=" + percent + "."));
    }

    private Optional<Reading> last(String source) {
        return memory.past()
                .newestFirst()
                .filter(run -> Recollection.isReading(run) && Recollection.isAccepted(run, memory.sync()))
                .flatMap(run -> run.plans().stream()
                        .filter(plan -> plan.sync().equals(memory.sync())
                                && plan.source().equals(source))
                        .map(plan -> new Reading(run.id(), plan.sourceSize()))
                        .findFirst()
                        .stream())
                .findFirst();
    }

    /** Rounded up, so that the advised value is enough. */
    private static String percent(double share) {
        long tenths = (long) Math.ceil(share * 1000 - 1e-9);
        return tenths / 10 + (tenths % 10 == 0 ? "" : "." + tenths % 10) + "%";
    }
}
