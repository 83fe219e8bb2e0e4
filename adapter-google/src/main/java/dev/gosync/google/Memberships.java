package dev.gosync.google;

import com.google.api.services.directory.Directory;
import com.google.api.services.directory.model.Member;
import dev.gosync.AdapterException;
import dev.gosync.Kind;
import java.util.ArrayList;
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

    /** Adds these, up to a batch of them. Who is a member already stays what they are. */
    void insert(
            List<String> things,
            GoogleGroup.Role role,
            Optional<GoogleGroup.Delivery> delivery,
            ConcurrentMap<String, Verdict> verdicts)
            throws InterruptedException {
        connection.batch(
                place,
                INSERT,
                things,
                thing -> members()
                        .insert(
                                group,
                                new Member()
                                        .setEmail(thing)
                                        .setRole(role.name())
                                        .setDeliverySettings(
                                                delivery.map(Enum::name).orElse(null)))
                        .setFields("kind,email"),
                (thing, answer) -> {
                    if (answer.isSuccess()) {
                        return read(answer) == null ? malformed(INSERT, thing) : Verdict.DONE;
                    }
                    Refusal refusal = Refusal.of(answer);
                    if (refusal.isDuplicate()) {
                        return Verdict.THERE_ALREADY;
                    }
                    return Verdict.failed(failure(refusal, thing, INSERT));
                },
                verdicts);
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
    Map<String, Member> find(List<String> things) throws InterruptedException {
        Map<String, Member> found = new HashMap<>();
        for (int from = 0; from < things.size(); from += Batch.MOST) {
            List<String> some = things.subList(from, Math.min(things.size(), from + Batch.MOST));
            ConcurrentMap<String, Verdict> verdicts = new ConcurrentHashMap<>();
            connection.batch(
                    place,
                    GET,
                    some,
                    thing -> members().get(group, thing).setFields("kind,email,role,type"),
                    (thing, answer) -> {
                        if (answer.isSuccess()) {
                            Member member = read(answer);
                            return member == null ? malformed(GET, thing) : Verdict.found(member);
                        }
                        Refusal refusal = Refusal.of(answer);
                        return refusal.knowsNo(thing) ? Verdict.DONE : Verdict.failed(failure(refusal, thing, GET));
                    },
                    verdicts);
            verdicts.forEach((thing, verdict) -> {
                verdict.failure().ifPresent(why -> {
                    throw why;
                });
                verdict.member().ifPresent(member -> found.put(thing, member));
            });
        }
        return found;
    }

    /** Raises members to a role; who has it, or a higher one, stays what they are. */
    void raise(List<String> things, GoogleGroup.Role role, ConcurrentMap<String, Verdict> verdicts)
            throws InterruptedException {
        Map<String, Member> found = find(things);
        List<String> lower = new ArrayList<>();
        for (String thing : things) {
            Member member = found.get(thing);
            if (member == null) {
                verdicts.put(
                        thing,
                        Verdict.failed(AdapterException.of(
                                        Kind.UNKNOWN_THING, place, GET, thing + " was a member and is none any more")
                                .remedy("Run again.")
                                .build()));
            } else if (isLower(member, role)) {
                lower.add(thing);
            } else {
                verdicts.put(thing, Verdict.THERE_ALREADY);
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
            return refusal.failure(Kind.UNKNOWN_THING, place, operation, Scope.MEMBERS, connection.retry());
        }
        return refusal.forbids(thing)
                ? refusal.failure(Kind.REFUSED_THING, place, operation, Scope.MEMBERS, connection.retry())
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
