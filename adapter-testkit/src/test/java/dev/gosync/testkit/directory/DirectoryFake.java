package dev.gosync.testkit.directory;

import dev.gosync.adapter.FailureKind;
import dev.gosync.testkit.FakeAnswer;
import dev.gosync.testkit.FakeRequest;
import dev.gosync.testkit.FakeServer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A directory of people and bots with one group, whose members it knows by ids that say nothing. */
public final class DirectoryFake extends FakeServer {
    /** The only group. */
    public static final String GROUP = "platform";

    private static final int PAGE = 100;
    private static final String MEMBERS = "/v1/groups/{group}/members";

    private final Map<String, Optional<String>> emails = new LinkedHashMap<>();
    private final Map<String, String> ids = new HashMap<>();
    private final Map<String, String> roles = new LinkedHashMap<>();
    private final Set<String> forbidden = new HashSet<>();

    public DirectoryFake() {
        reads("people.list", "GET /v1/people", this::people);
        reads("members.list", "GET " + MEMBERS, this::list);
        writes("members.add", "PUT " + MEMBERS + "/{id}", this::add);
        writes("members.remove", "DELETE " + MEMBERS + "/{id}", this::remove);
        usualLimit("people.list", 60);
    }

    public static void main(String[] args) {
        serve(new DirectoryFake(), args);
    }

    // What the service does

    private FakeAnswer people(FakeRequest request) {
        List<Object> people = new ArrayList<>();
        Optional<String> wanted = request.query("email").map(DirectoryFake::folded);
        emails.forEach((id, email) -> {
            if (wanted.isEmpty() || wanted.equals(email.map(DirectoryFake::folded))) {
                Map<String, @Nullable Object> person = new LinkedHashMap<>();
                person.put("id", id);
                person.put("email", email.orElse(null));
                people.add(person);
            }
        });
        return page(request, "people", people);
    }

    private FakeAnswer list(FakeRequest request) {
        if (!request.parameter("group").equals(GROUP)) {
            return refusal(FailureKind.NOT_FOUND, request);
        }
        List<Object> members = new ArrayList<>();
        roles.forEach((id, role) -> members.add(Map.of("id", id, "role", role)));
        return page(request, "members", members);
    }

    private FakeAnswer add(FakeRequest request) {
        String id = request.parameter("id");
        if (!request.parameter("group").equals(GROUP)) {
            return refusal(FailureKind.NOT_FOUND, request);
        }
        if (!emails.containsKey(id)) {
            return refusal(FailureKind.UNKNOWN_THING, request);
        }
        if (forbidden.contains(id)) {
            return refusal(FailureKind.REFUSED_THING, request);
        }
        roles.putIfAbsent(id, "member");
        return FakeAnswer.empty(204);
    }

    private FakeAnswer remove(FakeRequest request) {
        String id = request.parameter("id");
        if (!request.parameter("group").equals(GROUP)) {
            return refusal(FailureKind.NOT_FOUND, request);
        }
        if ("owner".equals(roles.get(id))) {
            return refusal(FailureKind.REFUSED_THING, request);
        }
        roles.remove(id);
        return FakeAnswer.empty(204);
    }

    private static FakeAnswer page(FakeRequest request, String name, List<Object> all) {
        int from = request.query("from", 0);
        int to = Math.min(from + PAGE, all.size());
        if (from < 0 || from > to) {
            throw request.bad("there is no page from " + from);
        }
        Map<String, Object> page = new LinkedHashMap<>();
        page.put(name, all.subList(from, to));
        if (to < all.size()) {
            page.put("next", to);
        }
        return FakeAnswer.json(200, page);
    }

    @Override
    protected FakeAnswer refusal(FailureKind kind, FakeRequest request) {
        return switch (kind) {
            case AUTHENTICATION -> error(401, "bad_token");
            case PERMISSION -> error(403, "forbidden");
            case READ_ONLY -> error(403, "group_is_derived");
            case REFUSED_THING -> error(403, "policy");
            case NOT_FOUND -> error(404, "no_such_group");
            case UNKNOWN_THING -> error(404, "no_such_person");
            case INVALID_REQUEST -> error(400, "invalid");
            case RATE_LIMITED -> error(429, "slow_down");
            case UNAVAILABLE -> error(503, "maintenance");
            case UNKNOWN -> error(409, "conflict");
            case MALFORMED_ANSWER -> FakeAnswer.text(200, "<html>Welcome to the hotel's network</html>");
        };
    }

    private static FakeAnswer error(int status, String code) {
        return FakeAnswer.json(status, Map.of("error", code));
    }

    // Its state, from its own side

    /** Opens accounts. */
    public synchronized void introduce(Collection<String> people) {
        people.forEach(this::id);
    }

    /** Opens accounts that may not be in the group. */
    public synchronized void forbid(Collection<String> people) {
        people.forEach(email -> forbidden.add(id(email)));
    }

    /** Opens accounts that are in the group. */
    public synchronized void join(Collection<String> people, String role) {
        people.forEach(email -> roles.put(id(email), role));
    }

    /** Takes people out of the group. Their accounts stay. */
    public synchronized void leave(Collection<String> people) {
        people.forEach(email -> roles.remove(id(email)));
    }

    /** Makes bots that are in the group. */
    public synchronized void joinBots(int count) {
        for (int i = 0; i < count; i++) {
            roles.put(account(Optional.empty()), "member");
        }
    }

    /** The people in the group. */
    public synchronized Set<String> members(Set<String> withRoles) {
        Set<String> members = new TreeSet<>();
        roles.forEach((id, role) ->
                emails.get(id).filter(email -> withRoles.contains(role)).ifPresent(members::add));
        return members;
    }

    /** What somebody is in the group. */
    public synchronized String role(String email) {
        return roles.getOrDefault(id(email), "nobody");
    }

    /** All people, in the group or not. */
    public synchronized Set<String> people() {
        Set<String> people = new TreeSet<>();
        emails.values().forEach(email -> email.ifPresent(people::add));
        return people;
    }

    /** How many bots are in the group. */
    public synchronized int bots() {
        return (int)
                roles.keySet().stream().filter(id -> emails.get(id).isEmpty()).count();
    }

    @Override
    protected void populate(int members, int accounts) {
        for (int i = 0; i < accounts; i++) {
            String email = "person%05d@example.com".formatted(i);
            (i < members ? roles : new HashMap<String, String>()).put(id(email), "member");
        }
    }

    private String id(String email) {
        return ids.computeIfAbsent(folded(email), ignored -> account(Optional.of(email)));
    }

    private String account(Optional<String> email) {
        String id = "u" + (emails.size() + 1);
        emails.put(id, email);
        return id;
    }

    private static String folded(String email) {
        return email.toLowerCase(Locale.ROOT);
    }
}
