package dev.gosync.testkit;

import dev.gosync.adapter.FailureKind;
import dev.gosync.testkit.Request.Access;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A service with one group in it, like those on the web but for the web: requests are method calls, connections break by
 * exceptions, and nothing takes time. So a whole certification takes a second, and dozens of broken adapters can have
 * one each.
 */
final class WiredService {
    static final int PAGE = 100;
    static final int BATCH = 100;

    /** The service's own idea of an error. */
    static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        final String code;
        final transient Optional<Instant> comeBack;

        Refusal(String code, Optional<Instant> comeBack) {
            super("the service says " + code);
            this.code = code;
            this.comeBack = comeBack;
        }
    }

    /** Somebody the service knows. Some have no e-mail. */
    record Person(String id, String email) {}

    record Entry(Person person, boolean owner) {}

    record Page(List<Entry> entries, int next) {}

    /** What became of each id of a bulk request that is not simply done. */
    record Bulk(Map<String, String> errors) {}

    private final Map<String, Person> people = new LinkedHashMap<>();
    private final Map<String, String> byEmail = new LinkedHashMap<>();
    private final Set<String> members = new LinkedHashSet<>();
    private final Set<String> owners = new LinkedHashSet<>();
    private final Set<String> forbidden = new LinkedHashSet<>();
    private final Faults faults = new Faults();
    private final List<Request> log = new ArrayList<>();
    private final AtomicInteger healed = new AtomicInteger();
    private final AtomicInteger dripped = new AtomicInteger();
    private volatile Supplier<Instant> now = Instant::now;

    // --- What an adapter may ask for

    Page list(String secret, int from) throws IOException, Refusal {
        return request("members.list", Access.READ, secret, () -> {
            List<Entry> entries = members.stream()
                    .skip(from)
                    .limit(PAGE)
                    .map(id -> new Entry(Objects.requireNonNull(people.get(id)), owners.contains(id)))
                    .toList();
            return Optional.of(new Page(entries, from + PAGE < members.size() ? from + PAGE : -1));
        });
    }

    /** Those of these e-mails that are known, and their ids. */
    Map<String, String> lookup(String secret, List<String> emails) throws IOException, Refusal {
        return request("people.lookup", Access.READ, secret, () -> {
            Map<String, String> found = new LinkedHashMap<>();
            for (String email : emails) {
                Optional.ofNullable(byEmail.get(key(email))).ifPresent(id -> found.put(email, id));
            }
            return Optional.of(found);
        });
    }

    Bulk add(String secret, List<String> ids) throws IOException, Refusal {
        return request("members.add", Access.WRITE, secret, () -> {
            if (ids.size() > BATCH || !people.keySet().containsAll(ids)) {
                return Optional.empty();
            }
            Map<String, String> errors = new LinkedHashMap<>();
            for (String id : ids) {
                if (forbidden.contains(id)) {
                    errors.put(id, "forbidden_person");
                } else if (!members.add(id)) {
                    errors.put(id, "already_in");
                }
            }
            return Optional.of(new Bulk(errors));
        });
    }

    /** Gives "not_in" where there was nothing to do. */
    String remove(String secret, String id) throws IOException, Refusal {
        return request("members.remove", Access.WRITE, secret, () -> {
            owners.remove(id);
            return people.containsKey(id) ? Optional.of(members.remove(id) ? "ok" : "not_in") : Optional.empty();
        });
    }

    /** Writes the whole membership. */
    Bulk replace(String secret, Collection<String> ids) throws IOException, Refusal {
        return request("members.replace", Access.WRITE, secret, () -> {
            if (!people.keySet().containsAll(ids)) {
                return Optional.empty();
            }
            Map<String, String> errors = new LinkedHashMap<>();
            ids.stream().filter(forbidden::contains).forEach(id -> errors.put(id, "forbidden_person"));
            if (errors.isEmpty()) {
                members.clear();
                members.addAll(ids);
                owners.retainAll(members);
            }
            return Optional.of(new Bulk(errors));
        });
    }

    /** Makes somebody an owner, or no owner any more. */
    void role(String secret, String id, boolean owner) throws IOException, Refusal {
        request("members.role", Access.WRITE, secret, () -> Optional.of(owner ? owners.add(id) : owners.remove(id)));
    }

    /** Counts the bytes of answers that never end. */
    int dripped() {
        return dripped.get();
    }

    /** An effect that gives nothing did not understand what it was asked. */
    private <T> T request(String operation, Access access, String secret, Supplier<Optional<T>> effect)
            throws IOException, Refusal {
        Optional<Fault> fault = faults.next(access);
        Fault.Type type = fault.map(Fault::type).orElse(null);
        if (type == Fault.Type.REFUSED_CONNECTION) {
            throw new ConnectException("Connection refused");
        }
        int healedBefore = healed.get();
        synchronized (this) {
            log.add(new Request(operation, access, now.get(), fault));
        }
        if (type == Fault.Type.ANSWER) {
            throw new Refusal(
                    fault.get().kind().orElseThrow().name().toLowerCase(Locale.ROOT),
                    fault.get().retryAfter().map(time -> now.get().plus(time)));
        }
        if (type == Fault.Type.HANG || type == Fault.Type.ENDLESS_ANSWER) {
            // Like a read from a socket, this does not notice interrupts.
            while (healed.get() == healedBefore) {
                LockSupport.parkNanos(500_000);
                if (type == Fault.Type.ENDLESS_ANSWER) {
                    dripped.incrementAndGet();
                }
                Thread.interrupted();
            }
            throw new SocketException("Connection closed");
        }
        if (!secret.equals(Conditions.SECRET)) {
            throw new Refusal(FailureKind.AUTHENTICATION.name().toLowerCase(Locale.ROOT), Optional.empty());
        }
        Optional<T> answer;
        synchronized (this) {
            answer = effect.get();
        }
        if (type == Fault.Type.RESET) {
            throw new EOFException("The answer ends in the middle");
        }
        if (type == Fault.Type.LOST_ANSWER) {
            throw new SocketException("Connection reset");
        }
        return answer.orElseThrow(() -> new Refusal("invalid_request", Optional.empty()));
    }

    private static String key(String email) {
        return email.toLowerCase(Locale.ROOT);
    }

    // --- The other side

    synchronized String person(String email) {
        return byEmail.computeIfAbsent(key(email), key -> {
            String id = "P" + people.size();
            people.put(id, new Person(id, email));
            return id;
        });
    }

    /** The harness of an adapter for this service. */
    static class Side implements Harness {
        final WiredService service = new WiredService();
        private final Adapters adapters;

        interface Adapters {
            dev.gosync.adapter.Adapter open(WiredService service, Conditions conditions);
        }

        Side(Adapters adapters) {
            this.adapters = adapters;
        }

        @Override
        public dev.gosync.adapter.Adapter open(Conditions conditions) {
            service.now = () -> conditions.clock().instant();
            return adapters.open(service, conditions);
        }

        @Override
        public String place() {
            return "G1";
        }

        @Override
        public void introduce(Collection<String> things) {
            things.forEach(service::person);
        }

        @Override
        public void seed(Collection<String> things) {
            synchronized (service) {
                things.forEach(thing -> service.members.add(service.person(thing)));
            }
        }

        @Override
        public void seedKept(Collection<String> things) {
            seed(things);
            synchronized (service) {
                things.forEach(thing -> service.owners.add(service.person(thing)));
            }
        }

        @Override
        public void seedNameless(int count) {
            synchronized (service) {
                for (int i = 0; i < count; i++) {
                    String id = "P" + service.people.size();
                    service.people.put(id, new Person(id, ""));
                    service.members.add(id);
                }
            }
        }

        @Override
        public void forbid(Collection<String> things) {
            things.forEach(thing -> service.forbidden.add(service.person(thing)));
        }

        @Override
        public Set<String> members() {
            return emails(service.members);
        }

        @Override
        public Set<String> keptMembers() {
            return emails(service.owners);
        }

        private Set<String> emails(Set<String> ids) {
            synchronized (service) {
                return ids.stream()
                        .map(id -> service.people.get(id).email())
                        .filter(email -> !email.isEmpty())
                        .collect(Collectors.toCollection(LinkedHashSet::new));
            }
        }

        @Override
        public int namelessMembers() {
            synchronized (service) {
                return (int) service.members.stream()
                        .filter(id -> service.people.get(id).email().isEmpty())
                        .count();
            }
        }

        @Override
        public List<Request> requests() {
            synchronized (service) {
                return List.copyOf(service.log);
            }
        }

        @Override
        public void inject(Fault fault) {
            injectHere(fault);
        }

        final void injectHere(Fault fault) {
            service.faults.inject(fault);
        }

        @Override
        public void heal() {
            healHere();
        }

        final void healHere() {
            service.faults.heal();
            service.healed.incrementAndGet();
        }

        @Override
        public void close() {
            heal();
        }
    }
}
