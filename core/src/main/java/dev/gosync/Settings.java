package dev.gosync;

import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Mode;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** The options of a {@link Sync}. Changed only before the sync that holds them is made. */
final class Settings {
    Mode mode = Mode.DEFAULT;
    Matching matching = Matching.ignoringCase();
    final Map<String, Guard> guards = new LinkedHashMap<>();
    Protection protection = Protection.NONE;
    final List<Function<Plan, Map<String, String>>> holds = new ArrayList<>();
    final Set<FailureKind> tolerated = EnumSet.noneOf(FailureKind.class);
    boolean dryRun;
    final List<SyncListener> listeners = new ArrayList<>();
    int parallel = 4;
    Duration maxAge = Duration.ofMinutes(15);
    Clock clock = Clock.systemUTC();

    Settings() {
        Guards.defaults().forEach(this::guard);
    }

    Settings changed(Consumer<Settings> change) {
        Settings copy = new Settings();
        copy.mode = mode;
        copy.matching = matching;
        copy.guards.clear();
        copy.guards.putAll(guards);
        copy.protection = protection;
        copy.holds.addAll(holds);
        copy.tolerated.addAll(tolerated);
        copy.dryRun = dryRun;
        copy.listeners.addAll(listeners);
        copy.parallel = parallel;
        copy.maxAge = maxAge;
        copy.clock = clock;
        change.accept(copy);
        return copy;
    }

    void guard(Guard guard) {
        if (Guards.limitsRemovals(guard)) {
            guards.values().remove(Guards.DEFAULT_REMOVAL_LIMIT);
        }
        guards.put(guard.option(), guard);
    }
}
