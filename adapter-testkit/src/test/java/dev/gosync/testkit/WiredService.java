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
import java.util.HashSet;
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
import java.util.function.Function;
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

    /** The code of an answer that makes no sense. */
    static final String FOREIGN = "foreign_answer";

    /** The code of a redirect to another host. */
    static final String REDIRECT = "redirect";

    /** The code of an answer that a proxy gave. */
    static final String PROXY_ERROR = "proxy_error";

    /** The service's own idea of an error. */
    static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        final String code;

        /** What the service says about it, which may hold the secret. */
        final String words;

        final transient Optional<Instant> comeBack;

        /** Whether the time to come back was a date. */
        final boolean date;

        /** What an answer that makes no sense looks like. */
        final transient Optional<Malformed> malformed;

        Refusal(String code, Optional<Instant> comeBack) {
            this(code, "", comeBack, false, Optional.empty());
        }

        Refusal(String code, String words, Optional<Instant> comeBack, boolean date, Optional<Malformed> malformed) {
            super("the service says " + code);
            this.code = code;
            this.words = words;
            this.comeBack = comeBack;
            this.date = date;
            this.malformed = malformed;
        }
    }

    /** Somebody the service knows. Some have no e-mail. */
    record Person(String id, String email) {}

    record Entry(Person person, boolean owner) {}

    /** A page. With other fields, the field of an e-mail that is empty is missing. */
    record Page(List<Entry> entries, int next, boolean otherFields) {
        Page(List<Entry> entries, int next) {
            this(entries, next, false);
        }
    }

    /** What became of each id of a bulk request that is not simply done. */
    record Bulk(Map<String, String> errors, boolean shown, String words) {}

    private final Map<String, Person> people = new LinkedHashMap<>();
    private final Map<String, String> byEmail = new LinkedHashMap<>();
    private final List<String> members = new ArrayList<>();
    private final Map<String, String> notes = new LinkedHashMap<>();
    private final Map<String, Integer> joining = new LinkedHashMap<>();
    private final Map<String, Integer> leaving = new LinkedHashMap<>();
    private final Set<String> owners = new LinkedHashSet<>();
    private final Set<String> forbidden = new LinkedHashSet<>();
    private final Faults faults = new Faults();
    private final List<String> leaks = new ArrayList<>();
    private final List<Request> log = new ArrayList<>();
    private final AtomicInteger healed = new AtomicInteger();
    private final AtomicInteger dripped = new AtomicInteger();
    private volatile Supplier<Instant> now = Instant::now;

    // --- What an adapter may ask for

    Page list(String secret, int from) throws IOException, Refusal {
        return request("members.list", Access.READ, secret, type -> {
            List<Entry> entries = members.stream()
                    .skip(type == Fault.Type.ENDLESS_PAGES ? 0 : from)
                    .limit(PAGE)
                    .map(id -> new Entry(Objects.requireNonNull(people.get(id)), owners.contains(id)))
                    .toList();
            boolean more = type == Fault.Type.ENDLESS_PAGES ? members.size() > PAGE : from + PAGE < members.size();
            return Optional.of(new Page(entries, more ? from + PAGE : -1, type == Fault.Type.OTHER_FIELDS));
        });
    }

    /** Those of these e-mails that are known, and their ids. */
    Map<String, String> lookup(String secret, List<String> emails) throws IOException, Refusal {
        return request("people.lookup", Access.READ, secret, type -> {
            Map<String, String> found = new LinkedHashMap<>();
            for (String email : emails) {
                Optional.ofNullable(byEmail.get(key(email))).ifPresent(id -> found.put(email, id));
            }
            return Optional.of(found);
        });
    }

    Bulk add(String secret, List<String> ids) throws IOException, Refusal {
        return request("members.add", Access.WRITE, secret, type -> {
            if (type == Fault.Type.BARE_SUCCESS) {
                return Optional.of(new Bulk(Map.of(), false, ""));
            }
            if (ids.size() > BATCH || !people.keySet().containsAll(ids)) {
                return Optional.empty();
            }
            Map<String, String> errors = new LinkedHashMap<>();
            for (String id : ids) {
                if (forbidden.contains(id)) {
                    errors.put(id, "forbidden_person");
                } else if (members.contains(id)) {
                    errors.put(id, "already_in");
                } else {
                    members.add(id);
                }
            }
            return Optional.of(new Bulk(errors, true, words(type)));
        });
    }

    /** Gives "not_in" where there was nothing to do, and "owner" for one who has to stay. */
    String remove(String secret, String id, boolean force) throws IOException, Refusal {
        return request("members.remove", Access.WRITE, secret, type -> {
            if (type == Fault.Type.BARE_SUCCESS) {
                return Optional.of("");
            }
            if (owners.contains(id) && !force) {
                return Optional.of("owner");
            }
            return people.containsKey(id) ? Optional.of(left(id) ? "ok" : "not_in") : Optional.empty();
        });
    }

    /** Adds all of these, or none if one of them is forbidden. */
    Bulk addAll(String secret, List<String> ids) throws IOException, Refusal {
        Bulk bulk = request("members.addAll", Access.WRITE, secret, type -> {
            if (type == Fault.Type.BARE_SUCCESS) {
                return Optional.of(new Bulk(Map.of(), false, ""));
            }
            if (ids.stream().anyMatch(forbidden::contains)) {
                return Optional.of(new Bulk(Map.of("", "forbidden_person"), true, ""));
            }
            ids.stream().filter(id -> !members.contains(id)).forEach(members::add);
            return Optional.of(new Bulk(Map.of(), true, ""));
        });
        if (!bulk.errors().isEmpty()) {
            throw new Refusal("forbidden_person", Optional.empty());
        }
        return bulk;
    }

    private boolean left(String id) {
        owners.remove(id);
        notes.remove(id);
        return members.remove(id);
    }

    /** Begins a removal, which {@link #isGone} finishes. */
    String removeLater(String secret, String id) throws IOException, Refusal {
        return request("members.removeLater", Access.WRITE, secret, type -> {
            if (type == Fault.Type.BARE_SUCCESS) {
                return Optional.of("");
            }
            if (owners.contains(id)) {
                return Optional.of("owner");
            }
            leaving.put(id, 3);
            return Optional.of("accepted");
        });
    }

    /** Begins an addition, which {@link #hasJoined} finishes. */
    String addLater(String secret, String id) throws IOException, Refusal {
        return request("members.addLater", Access.WRITE, secret, type -> {
            if (type == Fault.Type.BARE_SUCCESS) {
                return Optional.of("");
            }
            if (forbidden.contains(id)) {
                return Optional.of("forbidden_person");
            }
            joining.put(id, 3);
            return Optional.of("accepted");
        });
    }

    /** Whether an addition that was begun has been finished; looking brings it closer. */
    Optional<String> hasJoined(String secret, String id) throws IOException, Refusal {
        return request("members.addition", Access.READ, secret, type -> {
            if (joining.merge(id, -1, Integer::sum) > 0) {
                return Optional.of(Optional.empty());
            }
            joining.remove(id);
            if (!members.contains(id)) {
                members.add(id);
            }
            return Optional.of(Optional.of("joined"));
        });
    }

    /** Whether a removal that was begun has been finished; looking brings it closer. */
    Optional<String> isGone(String secret, String id) throws IOException, Refusal {
        return request("members.removal", Access.READ, secret, type -> {
            int looks = leaving.merge(id, -1, Integer::sum);
            if (looks <= 0) {
                left(id);
                leaving.remove(id);
                return Optional.of(Optional.of("gone"));
            }
            return Optional.of(Optional.empty());
        });
    }

    /** Gives a new token: the same one, here. */
    String token(String secret) throws IOException, Refusal {
        return request("tokens.renew", Access.READ, secret, type -> Optional.of(secret));
    }

    /** Writes the whole membership, unless it is not any more what it was read as. */
    Bulk replace(String secret, Collection<String> ids, Collection<String> readAs) throws IOException, Refusal {
        Bulk bulk = request("members.replace", Access.WRITE, secret, type -> {
            if (type != Fault.Type.BARE_SUCCESS && !List.copyOf(readAs).equals(members)) {
                return Optional.of(new Bulk(Map.of("", "conflict"), true, ""));
            }
            return replaced(type, ids);
        });
        if (bulk.errors().containsKey("")) {
            throw new Refusal("rate_limited", Optional.of(now.get()));
        }
        return bulk;
    }

    /** Writes the whole membership. */
    Bulk replace(String secret, Collection<String> ids) throws IOException, Refusal {
        return request("members.replace", Access.WRITE, secret, type -> replaced(type, ids));
    }

    private Optional<Bulk> replaced(Fault.Type type, Collection<String> ids) {
        if (type == Fault.Type.BARE_SUCCESS) {
            return Optional.of(new Bulk(Map.of(), false, ""));
        }
        if (!people.keySet().containsAll(ids)) {
            return Optional.empty();
        }
        Map<String, String> errors = new LinkedHashMap<>();
        ids.stream().filter(forbidden::contains).forEach(id -> errors.put(id, "forbidden_person"));
        if (errors.isEmpty()) {
            members.clear();
            members.addAll(ids);
            owners.retainAll(members);
            notes.keySet().retainAll(members);
        }
        return Optional.of(new Bulk(errors, true, words(type)));
    }

    /** Makes somebody an owner, or no owner any more. */
    void role(String secret, String id, boolean owner) throws IOException, Refusal {
        request("members.role", Access.WRITE, secret, type -> Optional.of(owner ? owners.add(id) : owners.remove(id)));
    }

    /** The other host, which a redirect leads to. */
    synchronized void elsewhere(String secret) {
        if (secret.equals(Conditions.SECRET)) {
            leaks.add("a request took the secret to another host");
        }
    }

    /** Counts the bytes of answers that never end. */
    int dripped() {
        return dripped.get();
    }

    /** An effect that gives nothing did not understand what it was asked. */
    private <T> T request(String operation, Access access, String secret, Function<Fault.Type, Optional<T>> effect)
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
            String code = fault.get().malformed().isPresent()
                    ? FOREIGN
                    : fault.get().kind().orElseThrow().name().toLowerCase(Locale.ROOT);
            throw new Refusal(
                    code,
                    fault.get().tellsSecret() ? Answers.SECRET_WORDS : "",
                    fault.get().retryAfter().map(time -> now.get().plus(time)),
                    fault.get().asDate(),
                    fault.get().malformed());
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
        if (type == Fault.Type.REDIRECT) {
            throw new Refusal(REDIRECT, Optional.empty());
        }
        if (type == Fault.Type.DELAY) {
            int uneven;
            synchronized (this) {
                uneven = log.size() * 7 % 8;
            }
            LockSupport.parkNanos(300_000L * uneven);
        }
        Optional<T> answer;
        synchronized (this) {
            answer = effect.apply(type == null ? Fault.Type.DELAY : type);
        }
        if (type == Fault.Type.PROXY_ERROR) {
            throw new Refusal(PROXY_ERROR, Optional.empty());
        }
        if (type == Fault.Type.RESET) {
            throw new EOFException("The answer ends in the middle");
        }
        if (type == Fault.Type.LOST_ANSWER) {
            throw new SocketException("Connection reset");
        }
        return answer.orElseThrow(() -> new Refusal("invalid_request", Optional.empty()));
    }

    private static String words(Fault.Type type) {
        return type == Fault.Type.SECRET_IN_REFUSALS ? Answers.SECRET_WORDS : "";
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
                Set<String> there = new HashSet<>(service.members);
                for (String thing : things) {
                    String id = service.person(thing);
                    if (there.add(id)) {
                        service.members.add(id);
                    }
                    service.notes.put(id, "note of " + thing);
                }
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
        public void leave(Collection<String> things) {
            synchronized (service) {
                things.forEach(thing -> service.left(service.person(thing)));
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

        @Override
        public List<String> memberList() {
            synchronized (service) {
                return service.members.stream()
                        .map(id -> service.people.get(id).email())
                        .filter(email -> !email.isEmpty())
                        .toList();
            }
        }

        @Override
        public List<String> leaks() {
            synchronized (service) {
                return List.copyOf(service.leaks);
            }
        }

        @Override
        public boolean keepsOrder() {
            return true;
        }

        @Override
        public String fingerprint(String member) {
            synchronized (service) {
                String id = service.person(member);
                return service.notes.get(id) + (service.owners.contains(id) ? ", owner" : "");
            }
        }

        private Set<String> emails(Collection<String> ids) {
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
