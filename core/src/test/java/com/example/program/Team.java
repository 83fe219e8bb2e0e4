package com.example.program;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Outcomes;
import dev.gosync.adapter.Retry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A team in memory, written with the public API only. Every request goes through {@link Retry}, on a clock that stands
 * still and a sleeper that only notes how long it would have slept.
 */
final class Team implements Adapter {
    static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    static final Clock CLOCK = new StoppedClock();

    /** What the service does before it answers a request. */
    @FunctionalInterface
    interface Service {
        void answer(String operation, String subject) throws IOException, InterruptedException;
    }

    private final String name;
    private final Set<String> members;
    private final Map<String, String> aliases = new LinkedHashMap<>();
    private final Map<String, String> kept = new LinkedHashMap<>();
    private final List<String> requests = new ArrayList<>();
    private final List<Duration> waits = new ArrayList<>();
    private final Retry retry = Retry.standard().time(CLOCK, this::sleep, () -> 1.0);
    private Service service = (operation, subject) -> {};

    private Team(String name, List<String> members) {
        this.name = name;
        this.members = new LinkedHashSet<>(members);
    }

    static Team of(String name, String... members) {
        return new Team(name, List.of(members));
    }

    static Team numbered(String name, int members) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < members; i++) {
            names.add("member-" + i + "@x");
        }
        return new Team(name, names);
    }

    Team alias(String alias, String member) {
        aliases.put(alias, member);
        return this;
    }

    Team keeping(String member, String why) {
        kept.put(member, why);
        return this;
    }

    Team served(Service service) {
        this.service = service;
        return this;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Listing get() throws InterruptedException {
        request("list", "", () -> {});
        synchronized (this) {
            return new Listing(members, aliases, kept, Map.of());
        }
    }

    @Override
    public void add(List<String> things, Outcomes outcomes) throws InterruptedException {
        outcomes.each(things, thing -> request("add", thing, () -> members.add(thing)));
    }

    @Override
    public void remove(List<String> things, Outcomes outcomes) throws InterruptedException {
        outcomes.each(things, thing -> request("remove", thing, () -> members.remove(thing)));
    }

    /** Every request that reached the service, in order: {@code list}, {@code add ann@x}. */
    synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    /** The requests that write. */
    List<String> writes() {
        return requests().stream().filter(request -> !request.equals("list")).toList();
    }

    synchronized Set<String> members() {
        return new TreeSet<>(members);
    }

    /** How long the retries would have waited. */
    synchronized List<Duration> waits() {
        return List.copyOf(waits);
    }

    private void request(String operation, String subject, Runnable effect) throws InterruptedException {
        retry.call(name, operation, () -> {
            synchronized (this) {
                requests.add((operation + " " + subject).strip());
            }
            service.answer(operation, subject);
            synchronized (this) {
                effect.run();
            }
            return true;
        });
    }

    private synchronized void sleep(Duration time) {
        waits.add(time);
    }

    private static final class StoppedClock extends Clock {
        @Override
        public Instant instant() {
            return NOW;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
