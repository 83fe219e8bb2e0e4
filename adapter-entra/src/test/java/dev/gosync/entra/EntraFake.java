package dev.gosync.entra;

import dev.gosync.adapter.FailureKind;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.FakeAnswer;
import dev.gosync.testkit.FakeRequest;
import dev.gosync.testkit.FakeServer;
import dev.gosync.testkit.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Graph with one tenant, and the endpoint that issues its tokens. It refuses what Graph refuses: more than 20 users or
 * requests at a time, all 20 because of one, advanced filters without what they need, changes of groups whose members come
 * from elsewhere. A removal without {@code $ref} deletes the user, as in Graph.
 */
public final class EntraFake extends FakeServer {
    /** The tenant. */
    public static final String TENANT = "contoso.onmicrosoft.com";

    /** The app. */
    public static final String CLIENT = "9a1d3f5c-0c5e-4d0b-8a51-6f3f0c6f2e11";

    /** The only group at first: a security group. */
    public static final String GROUP = "02bd9fd6-8f93-4758-87c3-1fb73740a315";

    /** Its display name. */
    public static final String GROUP_NAME = "Platform";

    private static final String VERSION = "/v1.0";
    private static final String GROUP_PATH = VERSION + "/groups/{group}";
    private static final int LARGEST_PAGE = 999;
    private static final int USUAL_PAGE = 100;
    private static final int MOST = 20;

    /** A group, by what Graph says of it. */
    static final class Group {
        final String id;
        String name;
        List<String> types = List.of();
        boolean mailEnabled;

        @Nullable Boolean synced;

        boolean forRoles;

        /** The ids of users and other objects, in the order in which they joined. */
        final Set<String> members = new LinkedHashSet<>();

        Group(String id, String name) {
            this.id = id;
            this.name = name;
        }
    }

    final Map<String, FakeUser> users = new LinkedHashMap<>();
    final Map<String, Group> groups = new LinkedHashMap<>();

    /** The types of members that are no users, by id. */
    final Map<String, String> others = new LinkedHashMap<>();

    /** Whether the app lacks the permission to see more of users than their ids. */
    boolean hidesUsers;

    /** The link to the next page leads there, if it is set. */
    @Nullable String otherHost;

    private final Map<String, FakeUser> byMail = new LinkedHashMap<>();
    private final Set<String> issued = new HashSet<>();
    private final Deque<FakeAnswer> partAnswers = new ArrayDeque<>();
    private @Nullable Set<String> shown;

    /** Starts with one empty group. */
    public EntraFake() {
        groups.put(GROUP, new Group(GROUP, GROUP_NAME));
        reads("token", "POST /{tenant}/oauth2/v2.0/token", this::token);
        readsOrWrites("batch", "POST " + VERSION + "/$batch", EntraFake::changes, this::batch);
        reads("find group", "GET " + VERSION + "/groups", this::findGroup);
        reads("get group", "GET " + GROUP_PATH, this::getGroup);
        reads("list members", "GET " + GROUP_PATH + "/members", request -> members(request, false));
        reads("list nested members", "GET " + GROUP_PATH + "/transitiveMembers", request -> members(request, true));
        reads("list users", "GET " + VERSION + "/users", this::listUsers);
        writes("add members", "PATCH " + GROUP_PATH, this::addMembers);
        writes("add member", "POST " + GROUP_PATH + "/members/$ref", this::addMember);
        writes("remove member", "DELETE " + GROUP_PATH + "/members/{user}/$ref", this::removeMember);
        writes("delete user", "DELETE " + GROUP_PATH + "/members/{user}", this::deleteUser);
        usualLimit("batch", 1200);
    }

    /** Starts it alone. */
    public static void main(String[] args) {
        serve(new EntraFake(), args);
    }

    // --- Tokens

    @Override
    protected boolean authenticates(FakeRequest request) {
        if (request.operation().equals("token")) {
            return request.parameter("tenant").equals(TENANT)
                    && request.form("client_id").filter(CLIENT::equals).isPresent()
                    && (request.form("client_secret")
                                    .filter(Conditions.SECRET::equals)
                                    .isPresent()
                            || request.form("client_assertion").isPresent());
        }
        return super.authenticates(request)
                || request.header("Authorization")
                        .filter(header -> issued.contains(header.replaceFirst("^Bearer ", "")))
                        .isPresent();
    }

    private FakeAnswer token(FakeRequest request) {
        if (!request.form("grant_type").equals(Optional.of("client_credentials"))
                || !List.of(request.form("scope").orElse("").split(" ", -1)).contains(address() + "/.default")) {
            throw request.bad("it asks for another token than one for Graph");
        }
        String token = "issued-to-the-app-" + (issued.size() + 1);
        issued.add(token);
        return FakeAnswer.json(
                200, new LinkedHashMap<>(Map.of("token_type", "Bearer", "expires_in", 3599, "access_token", token)));
    }

    /** Ends all tokens. */
    public synchronized void endTokens() {
        issued.clear();
    }

    // --- Batches

    /** Whether one of its requests is more than a GET. */
    private static boolean changes(FakeRequest request) {
        return request.body().matches("(?s).*\"method\":\"(?!GET).*");
    }

    /** Answers in another order than that of the requests, as Graph may. */
    private FakeAnswer batch(FakeRequest request) {
        if (!(request.json().get("requests") instanceof List<?> parts) || parts.isEmpty()) {
            throw request.bad("the batch has no requests");
        }
        if (parts.size() > MOST) {
            return error(400, "BadRequest", "The number of requests in the batch is more than 20.");
        }
        Map<String, Integer> statuses = new TreeMap<>();
        List<Object> responses = new ArrayList<>();
        for (Object each : parts) {
            Map<?, ?> part = (Map<?, ?>) each;
            String id = String.valueOf(part.get("id"));
            boolean mayRun = true;
            if (part.get("dependsOn") instanceof List<?> before) {
                mayRun = before.stream().allMatch(other -> statuses.getOrDefault(String.valueOf(other), 400) < 400);
            }
            FakeAnswer answer = mayRun
                    ? answered(part)
                    : error(424, "FailedDependency", "A request that this one depends on has failed.");
            if (statuses.put(id, answer.status()) != null) {
                throw request.bad("two requests of the batch have the id " + id);
            }
            Map<String, Object> response = new LinkedHashMap<>();
            response.put("id", id);
            response.put("status", answer.status());
            response.put("headers", new TreeMap<>(answer.headers()));
            if (!answer.body().isEmpty()) {
                response.put("body", Json.read(answer.body()));
            }
            responses.add(0, response);
        }
        return FakeAnswer.json(200, new LinkedHashMap<>(Map.of("responses", responses)));
    }

    private FakeAnswer answered(Map<?, ?> part) {
        String method = String.valueOf(part.get("method"));
        if (!method.equals("GET") && !partAnswers.isEmpty()) {
            return partAnswers.removeFirst();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        if (part.get("headers") instanceof Map<?, ?> given) {
            given.forEach((name, value) -> headers.put(String.valueOf(name), String.valueOf(value)));
        }
        String body = part.get("body") == null ? "" : Json.write(part.get("body"));
        return answerPart(FakeRequest.of(method, VERSION + part.get("url"), headers, body));
    }

    /** Answers the next changes in batches so, whatever they ask for. */
    public synchronized void answerParts(FakeAnswer... answers) {
        partAnswers.addAll(List.of(answers));
    }

    // --- Groups

    private FakeAnswer findGroup(FakeRequest request) {
        String filter = request.query("$filter").orElse("");
        List<Object> found = new ArrayList<>();
        for (Group group : groups.values()) {
            if (filter.equals("displayName eq '" + group.name.replace("'", "''") + "'")) {
                found.add(shown(group));
            }
        }
        return FakeAnswer.json(200, new LinkedHashMap<>(Map.of("value", found)));
    }

    private FakeAnswer getGroup(FakeRequest request) {
        Group group = groups.get(request.parameter("group"));
        return group == null ? noSuch(request.parameter("group")) : FakeAnswer.json(200, shown(group));
    }

    private static Map<String, @Nullable Object> shown(Group group) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("id", group.id);
        shown.put("displayName", group.name);
        shown.put("groupTypes", group.types);
        shown.put("mailEnabled", group.mailEnabled);
        shown.put("securityEnabled", !group.mailEnabled);
        shown.put("onPremisesSyncEnabled", group.synced);
        shown.put("isAssignableToRole", group.forRoles ? true : null);
        return shown;
    }

    private FakeAnswer members(FakeRequest request, boolean nested) {
        Group group = groups.get(request.parameter("group"));
        if (group == null) {
            return noSuch(request.parameter("group"));
        }
        Set<String> ids = new LinkedHashSet<>();
        collect(group, nested, ids, new HashSet<>());
        List<Object> members = new ArrayList<>();
        for (String id : ids) {
            FakeUser user = users.get(id);
            String type = user == null ? others.getOrDefault(id, "group") : "user";
            if (type.equals("servicePrincipal")) {
                continue; // Graph v1.0 does not list them
            }
            Map<String, @Nullable Object> member = new LinkedHashMap<>();
            member.put("@odata.type", "#microsoft.graph." + type);
            member.put("id", id);
            if (user != null) {
                member.putAll(user.fields(hidesUsers));
            }
            members.add(member);
        }
        return page(request, members);
    }

    private void collect(Group group, boolean nested, Set<String> ids, Set<String> seen) {
        seen.add(group.id);
        Set<String> members = shown == null || !group.id.equals(GROUP) ? group.members : shown;
        for (String id : members) {
            ids.add(id);
            Group inner = groups.get(id);
            if (nested && inner != null && !seen.contains(id)) {
                collect(inner, true, ids, seen);
            }
        }
    }

    private FakeAnswer addMembers(FakeRequest request) {
        Object references = request.json().get("members@odata.bind");
        if (!(references instanceof List<?> list) || request.json().size() != 1) {
            throw request.bad("the body is no list of members");
        }
        if (list.size() > MOST) {
            return error(400, "Request_BadRequest", "The number of references is more than 20.");
        }
        return add(request, list.stream().map(each -> id(request, each)).toList());
    }

    private FakeAnswer addMember(FakeRequest request) {
        return add(request, List.of(id(request, request.json("@odata.id"))));
    }

    private FakeAnswer add(FakeRequest request, List<String> ids) {
        Group group = groups.get(request.parameter("group"));
        if (group == null) {
            return noSuch(request.parameter("group"));
        }
        Optional<FakeAnswer> refusal = notWritable(group);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Set<String> members = new LinkedHashSet<>(group.members);
        for (String id : ids) {
            if (!users.containsKey(id)) {
                return noSuch(id);
            }
            if (!members.add(id)) {
                return error(
                        400,
                        "Request_BadRequest",
                        "One or more added object references already exist for the following modified properties:"
                                + " 'members'.");
            }
        }
        group.members.addAll(ids);
        return FakeAnswer.empty(204);
    }

    private String id(FakeRequest request, @Nullable Object reference) {
        String prefix = address() + VERSION + "/directoryObjects/";
        String text = String.valueOf(reference);
        if (!text.startsWith(prefix)) {
            throw request.bad("a reference is not an address of a directory object");
        }
        return text.substring(prefix.length());
    }

    private FakeAnswer removeMember(FakeRequest request) {
        Group group = groups.get(request.parameter("group"));
        if (group == null) {
            return noSuch(request.parameter("group"));
        }
        Optional<FakeAnswer> refusal = notWritable(group);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        return group.members.remove(request.parameter("user")) ? FakeAnswer.empty(204) : noSuch(group.id);
    }

    /** What a client does that forgets the end of the path. */
    private FakeAnswer deleteUser(FakeRequest request) {
        String id = request.parameter("user");
        if (users.remove(id) == null) {
            return noSuch(id);
        }
        byMail.values().removeIf(user -> user.id.equals(id));
        groups.values().forEach(group -> group.members.remove(id));
        return FakeAnswer.empty(204);
    }

    private static Optional<FakeAnswer> notWritable(Group group) {
        if (group.types.contains("DynamicMembership")) {
            return Optional.of(error(403, "Authorization_RequestDenied", "Insufficient privileges."));
        }
        if (Boolean.TRUE.equals(group.synced)) {
            return Optional.of(error(
                    400,
                    "Request_BadRequest",
                    "Unable to update the specified properties for on-premises mastered Directory Sync objects."));
        }
        if (group.mailEnabled && !group.types.contains("Unified")) {
            return Optional.of(error(
                    400,
                    "Request_BadRequest",
                    "Cannot Update a mail-enabled security groups and or distribution list."));
        }
        return Optional.empty();
    }

    // --- Users

    private FakeAnswer listUsers(FakeRequest request) {
        Optional<String> filter = request.query("$filter");
        FakeFilter parsed;
        try {
            parsed = FakeFilter.of(filter.orElse(""));
        } catch (IllegalArgumentException e) {
            throw request.bad(String.valueOf(e.getMessage()));
        }
        boolean isAdvanced = request.header("ConsistencyLevel").equals(Optional.of("eventual"))
                && request.query("$count").equals(Optional.of("true"));
        if (parsed.isAdvanced() && !isAdvanced) {
            return error(400, "Request_UnsupportedQuery", "The specified filter needs an advanced query.");
        }
        if (parsed.isTooLong()) {
            return error(400, "Request_UnsupportedQuery", "Too many child clauses specified in search filter.");
        }
        List<Object> found = new ArrayList<>();
        for (FakeUser user : users.values()) {
            if (parsed.finds(user)) {
                Map<String, @Nullable Object> fields = new LinkedHashMap<>();
                fields.put("id", user.id);
                fields.putAll(user.fields(hidesUsers));
                found.add(fields);
            }
        }
        return page(request, found);
    }

    private FakeAnswer page(FakeRequest request, List<Object> all) {
        if (request.query("$select").isEmpty()) {
            throw request.bad("it does not say which fields it needs");
        }
        int size = request.query("$top", USUAL_PAGE);
        if (size < 1 || size > LARGEST_PAGE) {
            return error(400, "Request_UnsupportedQuery", "Invalid page size specified.");
        }
        int from = request.query("$skiptoken", 0);
        int to = Math.min(from + size, all.size());
        if (from > to) {
            throw request.bad("there is no page from " + from);
        }
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("@odata.context", address() + VERSION + "/$metadata#directoryObjects");
        if (to < all.size()) {
            String before = request.target().replaceFirst("[?&]\\$skiptoken=[0-9]+", "");
            page.put(
                    "@odata.nextLink",
                    (otherHost == null ? address().toString() : otherHost) + before + "&$skiptoken=" + to);
        }
        page.put("value", all.subList(from, to));
        return FakeAnswer.json(200, page);
    }

    // --- Refusals

    @Override
    protected boolean refuses(FailureKind kind) {
        return kind != FailureKind.READ_ONLY; // no code of Graph says it; reading the group does
    }

    @Override
    protected FakeAnswer refusal(FailureKind kind, FakeRequest request) {
        if (request.operation().equals("token") && kind == FailureKind.AUTHENTICATION) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("error", "invalid_client");
            body.put("error_description", "AADSTS7000215: Invalid client secret provided.");
            return FakeAnswer.json(401, body);
        }
        return switch (kind) {
            case AUTHENTICATION -> error(401, "InvalidAuthenticationToken", "Access token has expired.");
            case PERMISSION -> error(403, "Authorization_RequestDenied", "Insufficient privileges.");
            case NOT_FOUND -> noSuch(GROUP);
            case INVALID_REQUEST -> error(400, "Request_BadRequest", "A value of the request is invalid.");
            case RATE_LIMITED -> error(429, "TooManyRequests", "Too many requests.");
            case UNAVAILABLE -> error(503, "serviceNotAvailable", "The service is not available.");
            case UNKNOWN -> error(412, "PreconditionFailed", "A precondition failed.");
            default -> super.refusal(kind, request);
        };
    }

    static FakeAnswer error(int status, String code, String message) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", code);
        error.put("message", message);
        error.put("innerError", Map.of("request-id", "0d3c2f9e"));
        return FakeAnswer.json(status, new LinkedHashMap<>(Map.of("error", error)));
    }

    private static FakeAnswer noSuch(String id) {
        return error(
                404,
                "Request_ResourceNotFound",
                "Resource '" + id
                        + "' does not exist or one of its queried reference-property objects are not present.");
    }

    @Override
    protected boolean isRefusal(FakeAnswer answer) {
        return super.isRefusal(answer)
                || FakeParts.of(answer).stream()
                        .anyMatch(part -> part.get("status") instanceof Number status && status.intValue() >= 400);
    }

    @Override
    protected FakeAnswer quoting(FakeAnswer refusal, String words) {
        return FakeParts.of(refusal).isEmpty() ? super.quoting(refusal, words) : FakeParts.quoting(refusal, words);
    }

    // --- Its state, from its own side

    /** Opens accounts with these mail addresses. */
    public synchronized void introduce(Collection<String> people) {
        people.forEach(this::user);
    }

    /** The account with this mail address, which is opened if there is none. */
    public synchronized FakeUser user(String mail) {
        return byMail.computeIfAbsent(mail.toLowerCase(Locale.ROOT), ignored -> {
            FakeUser user = new FakeUser("%08x-aaaa-4bbb-8ccc-%012x".formatted(users.size() + 1, users.size() + 1));
            user.mail = mail;
            user.name = "u" + (users.size() + 1) + "@" + TENANT;
            users.put(user.id, user);
            return user;
        });
    }

    /** Makes these people members of the group. */
    public synchronized void join(Collection<String> people) {
        people.forEach(mail -> group().members.add(user(mail).id));
    }

    /** Takes people out of the group by hand. */
    public synchronized void leave(Collection<String> people) {
        people.forEach(mail -> group().members.remove(user(mail).id));
    }

    /** Makes so many members that are no users, of several types. */
    public synchronized void joinOthers(int count) {
        for (int i = 0; i < count; i++) {
            String id = "%08x-dddd-4eee-8fff-%012x".formatted(others.size() + 1, others.size() + 1);
            others.put(id, List.of("group", "device", "orgContact").get(others.size() % 3));
            group().members.add(id);
        }
    }

    /** How many members are no users. */
    public synchronized int otherMembers() {
        return (int) group().members.stream().filter(others::containsKey).count();
    }

    /** The members that are users, under the addresses that Entra lists them with. */
    public synchronized Set<String> members() {
        Set<String> members = new TreeSet<>();
        for (String id : group().members) {
            FakeUser user = users.get(id);
            if (user != null) {
                members.add(user.thing());
            }
        }
        return members;
    }

    /** What a listing shows from now on is what is there now, whatever is written. */
    public synchronized void stopShowingChanges() {
        shown = new LinkedHashSet<>(group().members);
    }

    /** Shows what is really there again. */
    public synchronized void showChanges() {
        shown = null;
    }

    /** The group. */
    synchronized Group group() {
        return groups.get(GROUP);
    }

    @Override
    protected void populate(int members, int accounts) {
        for (int i = 0; i < accounts; i++) {
            String mail = "person%05d@example.com".formatted(i);
            user(mail);
            if (i < members) {
                join(List.of(mail));
            }
        }
    }
}
