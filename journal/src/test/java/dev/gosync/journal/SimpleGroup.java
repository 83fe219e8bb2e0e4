package dev.gosync.journal;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Outcomes;
import dev.gosync.adapter.Preview;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A group in memory. Tests set its members and what it refuses. */
final class SimpleGroup implements Adapter {
    private final String name;
    private final Set<String> things = new TreeSet<>();
    private final Map<String, String> aliases = new TreeMap<>();
    private final Map<String, String> kept = new TreeMap<>();
    final Map<String, Failure> cannotAdd = new HashMap<>();
    boolean broken;

    SimpleGroup(String name, String... things) {
        this.name = name;
        things(things);
    }

    void things(String... members) {
        things.clear();
        things.addAll(List.of(members));
    }

    Set<String> things() {
        return new TreeSet<>(things);
    }

    void alias(String alias, String thing) {
        aliases.put(alias, thing);
    }

    void keeping(String thing, String why) {
        kept.put(thing, why);
    }

    void unableToAdd(String thing, String why) {
        cannotAdd.put(
                thing,
                AdapterException.of(FailureKind.UNKNOWN_THING, name(), "preview", why)
                        .build()
                        .failure());
    }

    @Override
    public String name() {
        return "group " + name;
    }

    @Override
    public Listing get() {
        if (broken) {
            throw AdapterException.of(FailureKind.PERMISSION, name(), "read", "access denied")
                    .build();
        }
        return new Listing(things(), aliases, kept, Map.of());
    }

    @Override
    public Preview preview(List<String> additions) {
        Map<String, Failure> failures = new HashMap<>(cannotAdd);
        failures.keySet().retainAll(additions);
        return new Preview(failures, Map.of());
    }

    @Override
    public void add(List<String> wanted, Outcomes outcomes) throws InterruptedException {
        outcomes.each(wanted, things::add);
    }

    @Override
    public void remove(List<String> unwanted, Outcomes outcomes) throws InterruptedException {
        outcomes.each(unwanted, things::remove);
    }
}
