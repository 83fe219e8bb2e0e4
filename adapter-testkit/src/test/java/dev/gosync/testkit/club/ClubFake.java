package dev.gosync.testkit.club;

import dev.gosync.adapter.FailureKind;
import dev.gosync.testkit.FakeAnswer;
import dev.gosync.testkit.FakeRequest;
import dev.gosync.testkit.FakeServer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A club. Additions and removals are one operation: additions are answered with the people, and removals with nothing. A
 * person's contact is an object inside the person, and nobody has a nickname.
 */
public final class ClubFake extends FakeServer {
    private static final int PAGE = 100;

    private final Map<String, Map<String, Object>> contacts = new LinkedHashMap<>();
    private final Set<String> members = new LinkedHashSet<>();

    public ClubFake() {
        reads("people", "GET /people", this::people);
        writes("writes", "POST /writes", this::write);
    }

    private FakeAnswer people(FakeRequest request) {
        int from = request.query("from", 0);
        int to = Math.min(from + PAGE, members.size());
        if (from > to) {
            throw request.bad("there is no page from " + from);
        }
        List<Map<String, @Nullable Object>> people =
                members.stream().skip(from).limit(PAGE).map(this::person).toList();
        int next = to < members.size() ? to : -1;
        return FakeAnswer.json(200, Map.of("people", people, "paging", Map.of("next", next, "total", members.size())));
    }

    private Map<String, @Nullable Object> person(String key) {
        Map<String, @Nullable Object> person = new LinkedHashMap<>();
        person.put("contact", contacts.get(key));
        person.put("nickname", null);
        return person;
    }

    /** One person whom nobody knows is enough to refuse all. */
    private FakeAnswer write(FakeRequest request) {
        if (!(request.json().get("emails") instanceof List<?> emails) || emails.isEmpty() || emails.size() > PAGE) {
            throw request.bad("there are not 1 to " + PAGE + " emails");
        }
        List<String> keys =
                emails.stream().map(email -> folded(String.valueOf(email))).toList();
        if (request.json("action").equals("remove")) {
            keys.forEach(members::remove);
            return FakeAnswer.empty(204);
        }
        if (!contacts.keySet().containsAll(keys)) {
            return refusal(FailureKind.UNKNOWN_THING, request);
        }
        members.addAll(keys);
        return FakeAnswer.json(
                200, Map.of("people", keys.stream().map(this::person).toList()));
    }

    /** Makes people known. */
    public synchronized void introduce(Collection<String> emails) {
        for (String email : emails) {
            contacts.computeIfAbsent(folded(email), key -> Map.of("email", email, "since", 1900 + contacts.size()));
        }
    }

    /** Makes members. */
    public synchronized void join(Collection<String> emails) {
        introduce(emails);
        emails.forEach(email -> members.add(folded(email)));
    }

    /** {@return the members} */
    public synchronized Set<String> members() {
        Set<String> emails = new LinkedHashSet<>();
        members.forEach(key -> emails.add((String) contacts.get(key).get("email")));
        return emails;
    }

    private static String folded(String email) {
        return email.toLowerCase(Locale.ROOT);
    }
}
