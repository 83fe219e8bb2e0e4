package dev.gosync;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Outcomes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A place in memory. A test can look at its members from outside. Its calls are counted and recorded, and hooks make them
 * fail or wait. After it is set up, several threads may use it.
 */
final class InMemoryPlace implements Adapter {
    /** Runs before a call takes effect; what it throws is what the service answers. */
    @FunctionalInterface
    interface Hook {
        void before(String subject) throws IOException, InterruptedException;
    }

    private final String name;
    private final Set<String> members = new LinkedHashSet<>();
    private final Map<String, String> aliases = new LinkedHashMap<>();
    private final Map<String, String> kept = new LinkedHashMap<>();
    private final Map<String, Integer> leftOut = new LinkedHashMap<>();
    private final Map<String, AdapterException> refusals = new HashMap<>();
    private final List<String> calls = new ArrayList<>();
    private Hook onGet = subject -> {};
    private Hook onAdd = subject -> {};
    private Hook onRemove = subject -> {};
    private int reads;
    private int closings;

    private InMemoryPlace(String name) {
        this.name = name;
    }

    static InMemoryPlace of(String name, String... members) {
        return of(name, List.of(members));
    }

    static InMemoryPlace of(String name, Collection<String> members) {
        InMemoryPlace place = new InMemoryPlace(name);
        place.members.addAll(members);
        return place;
    }

    InMemoryPlace alias(String alias, String member) {
        aliases.put(alias, member);
        return this;
    }

    InMemoryPlace kept(String member, String why) {
        kept.put(member, why);
        return this;
    }

    InMemoryPlace leftOut(String reason, int count) {
        leftOut.put(reason, count);
        return this;
    }

    InMemoryPlace onGet(Hook hook) {
        onGet = hook;
        return this;
    }

    InMemoryPlace onAdd(Hook hook) {
        onAdd = hook;
        return this;
    }

    InMemoryPlace onRemove(Hook hook) {
        onRemove = hook;
        return this;
    }

    /** Answers with an error whenever this thing is added or removed. */
    InMemoryPlace refusing(String thing, FailureKind kind) {
        refusals.put(thing, failure(kind));
        return this;
    }

    /** An error of this place's service. */
    AdapterException failure(FailureKind kind) {
        return AdapterException.of(kind, name, "members.change", "it said no").build();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Listing get() throws IOException, InterruptedException {
        synchronized (this) {
            reads++;
        }
        onGet.before(name);
        synchronized (this) {
            return new Listing(members, aliases, kept, leftOut);
        }
    }

    @Override
    public void add(List<String> things, Outcomes outcomes) throws IOException, InterruptedException {
        outcomes.each(things, thing -> {
            note("+ " + thing);
            onAdd.before(thing);
            refuse(thing);
            synchronized (this) {
                members.add(thing);
            }
        });
    }

    @Override
    public void remove(List<String> things, Outcomes outcomes) throws IOException, InterruptedException {
        outcomes.each(things, thing -> {
            note("- " + thing);
            onRemove.before(thing);
            refuse(thing);
            synchronized (this) {
                members.remove(thing);
                aliases.values().removeIf(thing::equals);
            }
        });
    }

    @Override
    public void close() {
        closings++;
    }

    /** A member joins at the service, without a sync. */
    synchronized void join(String thing) {
        members.add(thing);
    }

    /** The members, in order. */
    synchronized Set<String> members() {
        return new TreeSet<>(members);
    }

    synchronized int reads() {
        return reads;
    }

    /** Every call that writes, {@code + thing} or {@code - thing}, in the order they began. */
    synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    int closings() {
        return closings;
    }

    private synchronized void note(String call) {
        calls.add(call);
    }

    private void refuse(String thing) {
        AdapterException refusal = refusals.get(thing);
        if (refusal != null) {
            throw refusal;
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
