package dev.gosync.google;

import com.google.api.services.directory.Directory;
import com.google.api.services.directory.DirectoryRequest;
import com.google.api.services.directory.model.Member;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The members of one group, asked for and written in batches. Safe for use by several threads. */
final class Memberships {
    static final String INSERT = "members.insert";
    static final String DELETE = "members.delete";
    private static final String GET = "members.get";
    private static final String PATCH = "members.patch";
    private static final String KIND = "admin#directory#member";

    /** One request of a batch that adds: to add somebody, or to look who it is. */
    private record Part(String thing, boolean look) {
        @Override
        public String toString() {
            return thing;
        }
    }

    private final Connection connection;
    private final String group;
    private final String place;

    Memberships(Connection connection, String group, String place) {
        this.connection = connection;
        this.group = group;
        this.place = place;
    }

    private Directory.Members members() {
        return connection.client().members();
    }

    /**
     * Adds these, up to a batch of them. Who is a member already stays what they are.
     *
     * @param looking whether who was a member already is to be told, which is asked in the same batch where all fits in
     */
    void insert(
            List<String> things,
            GoogleGroup.Role role,
            Optional<GoogleGroup.Delivery> delivery,
            boolean looking,
            ConcurrentMap<String, Verdict> verdicts)
            throws InterruptedException {
        List<Part> parts = new ArrayList<>();
        things.forEach(thing -> parts.add(new Part(thing, false)));
        if (looking && fitsLookups(things)) {
            things.forEach(thing -> parts.add(new Part(thing, true)));
        }
        ConcurrentMap<Part, Verdict> answers = new ConcurrentHashMap<>();
        try {
            connection.batch(
                    place,
                    INSERT,
                    parts,
                    part -> part.look ? get(part.thing) : insert(part.thing, role, delivery),
                    (part, answer) -> part.look ? found(part.thing, answer) : inserted(part.thing, answer),
                    answers);
        } finally {
            for (String thing : things) {
                Verdict inserted = answers.get(new Part(thing, false));
                if (inserted != null) {
                    Verdict looked = answers.getOrDefault(new Part(thing, true), inserted);
                    verdicts.put(thing, inserted.wasThere() ? inserted.with(looked.member()) : inserted);
                }
            }
        }
    }

    /** Whether a batch that adds these has room to look up each of them as well. */
    static boolean fitsLookups(List<String> things) {
        return 2 * things.size() <= Batch.MOST;
    }

    private DirectoryRequest<Member> insert(
            String thing, GoogleGroup.Role role, Optional<GoogleGroup.Delivery> delivery) throws IOException {
        return members()
                .insert(
                        group,
                        new Member()
                                .setEmail(thing)
                                .setRole(role.name())
                                .setDeliverySettings(delivery.map(Enum::name).orElse(null)))
                .setFields("kind,email");
    }

    private Verdict inserted(String thing, Answer answer) {
        if (answer.isSuccess()) {
            Member member = read(answer);
            return member == null ? malformed(INSERT, thing) : Verdict.added(member);
        }
        Refusal refusal = Refusal.of(answer);
        return refusal.isDuplicate() ? Verdict.THERE_ALREADY : Verdict.failed(failure(refusal, thing, INSERT));
    }

    /** Removes these, up to a batch of them. */
    void delete(List<String> things, ConcurrentMap<String, Verdict> verdicts) throws InterruptedException {
        connection.batch(
                place,
                DELETE,
                things,
                thing -> members().delete(group, thing),
                (thing, answer) -> {
                    if (answer.isSuccess()) {
                        return Verdict.DONE;
                    }
                    Refusal refusal = Refusal.of(answer);
                    return refusal.status() == 404 && refusal.knowsNo(thing)
                            ? Verdict.DONE
                            : Verdict.failed(failure(refusal, thing, DELETE));
                },
                verdicts);
    }

    /**
     * Asks who these are.
     *
     * @param things addresses, other addresses of a member among them
     * @return those of them who are members
     */
    Map<String, Member> find(Collection<String> things) throws InterruptedException {
        List<String> all = List.copyOf(things);
        Map<String, Member> found = new HashMap<>();
        for (int from = 0; from < all.size(); from += Batch.MOST) {
            List<String> some = all.subList(from, Math.min(all.size(), from + Batch.MOST));
            ConcurrentMap<String, Verdict> verdicts = new ConcurrentHashMap<>();
            connection.batch(place, GET, some, this::get, this::found, verdicts);
            verdicts.forEach((thing, verdict) -> {
                verdict.failure().ifPresent(why -> {
                    throw why;
                });
                verdict.member().ifPresent(member -> found.put(thing, member));
            });
        }
        return found;
    }

    /**
     * Looks up those of whom it is not known who they are. If that fails, they stay unknown.
     *
     * @param things addresses that are members already
     * @param known who some of them are; gets the others
     */
    void findIfPossible(List<String> things, Map<String, Member> known) throws InterruptedException {
        List<String> unknown =
                things.stream().filter(thing -> !known.containsKey(thing)).toList();
        try {
            known.putAll(find(unknown));
        } catch (AdapterException e) {
            System.getLogger("dev.gosync").log(System.Logger.Level.DEBUG, "Could not look up members", e);
        }
    }

    private DirectoryRequest<Member> get(String thing) throws IOException {
        return members().get(group, thing).setFields("kind,email,role,type");
    }

    private Verdict found(String thing, Answer answer) {
        if (answer.isSuccess()) {
            Member member = read(answer);
            return member == null ? malformed(GET, thing) : Verdict.found(member);
        }
        Refusal refusal = Refusal.of(answer);
        return refusal.knowsNo(thing) ? Verdict.DONE : Verdict.failed(failure(refusal, thing, GET));
    }

    /**
     * Raises members to a role; who has it, or a higher one, stays what they are.
     *
     * @param things who were members a moment ago
     * @param known who some of them are; the others are looked up and put into it
     */
    void raise(
            List<String> things,
            Map<String, Member> known,
            GoogleGroup.Role role,
            ConcurrentMap<String, Verdict> verdicts)
            throws InterruptedException {
        known.putAll(
                find(things.stream().filter(thing -> !known.containsKey(thing)).toList()));
        List<String> lower = new ArrayList<>();
        for (String thing : things) {
            Member member = known.get(thing);
            if (member == null) {
                verdicts.put(
                        thing,
                        Verdict.failed(AdapterException.of(
                                        FailureKind.UNKNOWN_THING,
                                        place,
                                        GET,
                                        thing + " was a member and is none any more")
                                .remedy("Run again.")
                                .build()));
            } else if (isLower(member, role)) {
                lower.add(thing);
            } else {
                verdicts.put(thing, Verdict.found(member));
            }
        }
        if (lower.isEmpty()) {
            return;
        }
        connection.batch(
                place,
                PATCH,
                lower,
                thing -> members()
                        .patch(group, thing, new Member().setRole(role.name()))
                        .setFields("kind,email"),
                (thing, answer) -> {
                    if (answer.isSuccess()) {
                        return read(answer) == null ? malformed(PATCH, thing) : Verdict.DONE;
                    }
                    return Verdict.failed(failure(Refusal.of(answer), thing, PATCH));
                },
                verdicts);
    }

    /** Whether a member's role is known, and lower than this one. */
    static boolean isLower(Member member, GoogleGroup.Role role) {
        for (GoogleGroup.Role each : GoogleGroup.Role.values()) {
            if (each.name().equals(member.getRole())) {
                return each.compareTo(role) < 0;
            }
        }
        return false;
    }

    private AdapterException failure(Refusal refusal, String thing, String operation) {
        if (refusal.knowsNo(thing)) {
            return refusal.failure(FailureKind.UNKNOWN_THING, place, operation, Scope.MEMBERS, connection.retry());
        }
        return refusal.forbids(thing)
                ? refusal.failure(FailureKind.REFUSED_THING, place, operation, Scope.MEMBERS, connection.retry())
                : refusal.failure(place, operation, Scope.MEMBERS, connection.retry());
    }

    private static @Nullable Member read(Answer answer) {
        Member member = Connection.parsed(answer, Member.class);
        return member != null && KIND.equals(member.getKind()) && member.getEmail() != null ? member : null;
    }

    private Verdict malformed(String operation, String thing) {
        return Verdict.failed(Connection.malformed(place, operation, "the answer for " + thing + " is no member"));
    }
}
