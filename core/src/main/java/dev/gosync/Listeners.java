package dev.gosync;

import java.util.List;

/** Several listeners as one, each told in turn. */
record Listeners(List<SyncListener> all) implements SyncListener {
    Listeners {
        all = List.copyOf(all);
    }

    @Override
    public void reading(String place) {
        all.forEach(listener -> listener.reading(place));
    }

    @Override
    public void read(String place, Listing listing) {
        all.forEach(listener -> listener.read(place, listing));
    }

    @Override
    public void planned(Plan plan) {
        all.forEach(listener -> listener.planned(plan));
    }

    @Override
    public void starting(Plan plan, List<String> things) {
        all.forEach(listener -> listener.starting(plan, things));
    }

    @Override
    public void calling(Plan plan, List<String> things) {
        all.forEach(listener -> listener.calling(plan, things));
    }

    @Override
    public void happened(Plan plan, Outcome outcome) {
        all.forEach(listener -> listener.happened(plan, outcome));
    }

    @Override
    public void finished(Report report) {
        all.forEach(listener -> listener.finished(report));
    }
}
