package dev.gosync;

import dev.gosync.adapter.Failure;
import dev.gosync.adapter.Listing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Records every event as a line, and throws at those that a test names. Several threads may use it. */
final class RecordingListener implements SyncListener {
    private final List<String> events = new ArrayList<>();
    private Predicate<String> thrower = event -> false;

    /** Throws an exception, {@code listener: EVENT}, at each event that this accepts. */
    RecordingListener throwingAt(Predicate<String> thrower) {
        this.thrower = thrower;
        return this;
    }

    synchronized List<String> events() {
        return List.copyOf(events);
    }

    List<String> eventsOf(String place) {
        return events().stream().filter(event -> event.contains(place)).toList();
    }

    @Override
    public void reading(String place) {
        note("reading " + place);
    }

    @Override
    public void read(String place, Listing listing) {
        note("read " + place + ": " + listing.things().size());
    }

    @Override
    public void readFailed(String place, Failure failure) {
        note("read failed " + place + ": " + failure.problem());
    }

    @Override
    public void planned(Plan plan) {
        note("planned " + plan.destination().name() + ": " + plan.objections().size() + " objections");
    }

    @Override
    public void starting(Plan plan, List<String> things) {
        note("starting " + plan.destination().name() + ": " + things);
    }

    @Override
    public void calling(Plan plan, List<String> things) {
        note("calling " + plan.destination().name() + ": " + things);
    }

    @Override
    public void happened(Plan plan, Outcome outcome) {
        note("happened " + plan.destination().name() + ": " + outcome.thing() + " " + outcome.state());
    }

    @Override
    public void finished(Report report) {
        note("finished " + report.destination() + ": " + report.isClean());
    }

    private void note(String event) {
        synchronized (this) {
            events.add(event);
        }
        if (thrower.test(event)) {
            throw new IllegalStateException("listener: " + event);
        }
    }
}
