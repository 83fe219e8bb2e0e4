package dev.gosync.google;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gosync.adapter.FailureKind;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.FakeAnswer;
import dev.gosync.testkit.FakeRequest;
import dev.gosync.testkit.FakeServer;
import dev.gosync.testkit.Malformed;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Google's Directory API with one account, {@code example.com}: users, groups and their members, batches and tokens. It
 * takes the tokens that it issues, and {@link Conditions#SECRET}, which may do everything.
 */
public final class GoogleFake extends FakeServer {
    /** The group that is there from the start. */
    public static final String GROUP = "team@example.com";

    /** The admin whom its service account may act for. */
    public static final String ADMIN = "admin@example.com";

    private static final String API = "/admin/directory/v1";
    private static final String MEMBERS = API + "/groups/{group}/members";
    private static final Set<String> ROLES = Set.of("MEMBER", "MANAGER", "OWNER");
    private static final Set<String> CONSUMER_DOMAINS = Set.of("gmail.com", "googlemail.com");
    private static final Set<String> DELIVERIES = Set.of("ALL_MAIL", "DAILY", "DIGEST", "DISABLED", "NONE");
    private static final String GROUP_SCOPE = "admin.directory.group.member";

    /** One member of one group; some members have no address, or no type. */
    private static final class Membership {
        final String id;
        final Optional<String> email;
        String type;
        String role;
        String delivery = "ALL_MAIL";

        Membership(String id, Optional<String> email, String type, String role) {
            this.id = id;
            this.email = email;
            this.type = type;
            this.role = role;
        }
    }

    private final FakeTokens tokens = new FakeTokens(ADMIN);
    private final Map<String, FakeUser> users = new LinkedHashMap<>();
    private final Map<String, FakeUser> usersById = new HashMap<>();
    private final Map<String, String> ids = new HashMap<>();
    private final Map<String, Map<String, Membership>> groups = new LinkedHashMap<>();
    private final Map<String, Deque<FakeAnswer>> troubles = new HashMap<>();
    private final Set<String> unanswered = new HashSet<>();
    private final Set<String> foundById = new HashSet<>();
    private boolean everyField;
    private int lastId;

    /** Makes an account with one empty group. */
    public GoogleFake() {
        createGroup(GROUP);
        reads("members.list", "GET " + MEMBERS, scoped(this::list, GROUP_SCOPE, GROUP_SCOPE + ".readonly"));
        reads("members.get", "GET " + MEMBERS + "/{member}", scoped(this::get, GROUP_SCOPE, GROUP_SCOPE + ".readonly"));
        writes("members.insert", "POST " + MEMBERS, scoped(this::insert, GROUP_SCOPE));
        writes("members.patch", "PATCH " + MEMBERS + "/{member}", scoped(this::patch, GROUP_SCOPE));
        writes("members.delete", "DELETE " + MEMBERS + "/{member}", scoped(this::delete, GROUP_SCOPE));
        reads("users.list", "GET " + API + "/users", scoped(this::users, "admin.directory.user.readonly"));
        writes("batch", "POST /batch", this::batch);
        reads("token", "POST /token", tokens::answer);
        for (String operation :
                List.of("members.list", "members.get", "members.insert", "members.delete", "users.list")) {
            usualLimit(operation, 2400);
        }
    }

    /** Runs until the process ends. */
    public static void main(String[] args) {
        serve(new GoogleFake(), args);
    }

    // What the service does

    private Function<FakeRequest, FakeAnswer> scoped(Function<FakeRequest, FakeAnswer> handler, String... scopes) {
        return request -> {
            Optional<String> ours = token(request).filter(tokens::knows);
            return ours.isEmpty() || tokens.allows(ours.get(), scopes)
                    ? handler.apply(request)
                    : detailed(
                            403,
                            "insufficientPermissions",
                            "Request had insufficient authentication scopes.",
                            "PERMISSION_DENIED",
                            "ACCESS_TOKEN_SCOPE_INSUFFICIENT");
        };
    }

    private FakeAnswer list(FakeRequest request) {
        known(request, Set.of("maxResults", "pageToken", "roles", "includeDerivedMembership", "fields"));
        Map<String, Membership> group = groups.get(folded(request.parameter("group")));
        if (group == null) {
            return error(404, "notFound", "Resource Not Found: groupKey");
        }
        Set<String> roles =
                request.query("roles").map(list -> Set.of(list.split(","))).orElse(ROLES);
        if (!ROLES.containsAll(roles)) {
            return error(400, "invalid", "Invalid Input: roles");
        }
        Map<String, Membership> found = new LinkedHashMap<>();
        collect(group, request.query("includeDerivedMembership").equals(Optional.of("true")), found);
        List<Map<String, Object>> members = found.values().stream()
                .filter(member -> roles.contains(member.role))
                .map(member -> shown(member, false))
                .toList();
        return page(request, "members", members, 200);
    }

    private void collect(Map<String, Membership> group, boolean derived, Map<String, Membership> into) {
        group.forEach((id, member) -> {
            boolean isNew = into.putIfAbsent(id, member) == null;
            if (derived && isNew && member.type.equals("GROUP")) {
                collect(groups.get(folded(member.email.orElseThrow())), true, into);
            }
        });
    }

    private FakeAnswer get(FakeRequest request) {
        known(request, Set.of("fields"));
        return withMember(request, (group, member) -> FakeAnswer.json(200, chosen(request, shown(member, true))));
    }

    private FakeAnswer insert(FakeRequest request) {
        known(request, Set.of("fields"));
        Map<String, Membership> group = groups.get(folded(request.parameter("group")));
        if (group == null) {
            return error(404, "notFound", "Resource Not Found: groupKey");
        }
        Map<String, @Nullable Object> body = request.json();
        checkFields(request, body);
        if (!(body.get("email") instanceof String email) || email.isBlank()) {
            return error(400, "required", "Missing required field: memberKey");
        }
        Optional<FakeAnswer> trouble = trouble(email);
        if (trouble.isPresent()) {
            return trouble.get();
        }
        String role = String.valueOf(body.getOrDefault("role", "MEMBER"));
        boolean isGroup = groups.containsKey(folded(email));
        if (!email.contains("@") || (isGroup && !role.equals("MEMBER"))) {
            return error(400, "invalid", "Invalid Input: memberKey");
        }
        if (isGroup && holds(folded(email), folded(request.parameter("group")))) {
            return error(412, "conditionNotMet", "Cyclic memberships not allowed");
        }
        String id = ids.get(folded(email));
        if (id == null && isOfTheAccount(email)) {
            return error(404, "notFound", "Resource Not Found: " + email);
        }
        Membership member = membership(email, role);
        if (group.containsKey(member.id)) {
            return error(409, "duplicate", "Member already exists.");
        }
        if (body.get("delivery_settings") instanceof String delivery) {
            member.delivery = delivery;
        }
        group.put(member.id, member);
        return FakeAnswer.json(200, chosen(request, shown(member, true)));
    }

    private boolean holds(String group, String other) {
        return group.equals(other)
                || groups.get(group).values().stream()
                        .anyMatch(member ->
                                member.type.equals("GROUP") && holds(folded(member.email.orElseThrow()), other));
    }

    private FakeAnswer patch(FakeRequest request) {
        known(request, Set.of("fields"));
        Map<String, @Nullable Object> body = request.json();
        checkFields(request, body);
        return withMember(request, (group, member) -> {
            member.role = String.valueOf(body.getOrDefault("role", member.role));
            member.delivery = String.valueOf(body.getOrDefault("delivery_settings", member.delivery));
            return FakeAnswer.json(200, chosen(request, shown(member, true)));
        });
    }

    private FakeAnswer delete(FakeRequest request) {
        known(request, Set.of());
        return withMember(request, (group, member) -> {
            group.remove(member.id);
            return FakeAnswer.empty(204);
        });
    }

    private interface OnMember {
        FakeAnswer answer(Map<String, Membership> group, Membership member);
    }

    private FakeAnswer withMember(FakeRequest request, OnMember then) {
        String key = request.parameter("member");
        Map<String, Membership> group = groups.get(folded(request.parameter("group")));
        if (group == null) {
            return error(404, "notFound", "Resource Not Found: groupKey");
        }
        Optional<FakeAnswer> trouble = trouble(addressOf(key));
        if (trouble.isPresent()) {
            return trouble.get();
        }
        Membership member = foundById.contains(folded(key)) ? null : group.get(ids.getOrDefault(folded(key), key));
        return member == null ? error(404, "notFound", "Resource Not Found: memberKey") : then.answer(group, member);
    }

    private static void checkFields(FakeRequest request, Map<String, @Nullable Object> body) {
        if (!Set.of("email", "role", "delivery_settings").containsAll(body.keySet())) {
            throw request.bad("a member has no such fields: " + body.keySet());
        }
        if (!ROLES.contains(String.valueOf(body.getOrDefault("role", "MEMBER")))
                || !DELIVERIES.contains(String.valueOf(body.getOrDefault("delivery_settings", "ALL_MAIL")))) {
            throw request.bad("a role or a delivery setting is none of Google's");
        }
    }

    private FakeAnswer users(FakeRequest request) {
        known(request, Set.of("customer", "domain", "query", "maxResults", "pageToken", "fields"));
        Optional<String> domain = request.query("domain");
        if (domain.isEmpty() && !request.query("customer").equals(Optional.of("my_customer"))) {
            return error(400, "badRequest", "Bad Request");
        }
        if (domain.isPresent() && users.values().stream().noneMatch(user -> isIn(user, domain.get()))) {
            return error(404, "notFound", "Domain not found.");
        }
        Optional<FakeQuery> query = FakeQuery.parsed(request.query("query").orElse(""));
        if (query.isEmpty()) {
            return error(400, "invalid", "Invalid Input: query");
        }
        List<Map<String, Object>> found = users.values().stream()
                .filter(user -> domain.isEmpty() || isIn(user, domain.get()))
                .filter(query.get()::matches)
                .map(FakeUser::shown)
                .toList();
        return page(request, "users", found, 500);
    }

    private static boolean isIn(FakeUser user, String domain) {
        return folded(user.email).endsWith("@" + folded(domain));
    }

    private FakeAnswer batch(FakeRequest request) {
        return FakeBatch.answer(request, part -> {
            FakeAnswer answer = answerPart(part);
            boolean lost = unanswered.removeIf(email -> part.body().contains(email)
                    || part.target().contains(email.replace("@", "%40"))
                    || part.target().contains(email)
                    || part.target().contains("/" + ids.getOrDefault(folded(email), email)));
            return lost ? Optional.empty() : Optional.of(answer);
        });
    }

    // How it answers

    private static void known(FakeRequest request, Set<String> parameters) {
        int question = request.target().indexOf('?');
        if (question < 0) {
            return;
        }
        for (String pair : request.target().substring(question + 1).split("&", -1)) {
            String name = pair.split("=", 2)[0];
            if (!parameters.contains(name) && !name.equals("prettyPrint")) {
                throw request.bad("there is no parameter " + name);
            }
        }
    }

    private FakeAnswer page(FakeRequest request, String name, List<Map<String, Object>> all, int most) {
        int size = request.query("maxResults", name.equals("users") ? 100 : 200);
        if (size < 1 || size > most) {
            throw request.bad("maxResults is 1 to " + most + ", and not " + size);
        }
        int from = 0;
        if (request.query("pageToken").isPresent()) {
            try {
                String token = new String(
                        Base64.getUrlDecoder().decode(request.query("pageToken").get()), US_ASCII);
                from = Integer.parseInt(token.replaceFirst("^after-", ""));
            } catch (IllegalArgumentException e) {
                return error(400, "invalid", "Invalid Input: pageToken");
            }
        }
        int to = Math.min(from + size, all.size());
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("kind", "admin#directory#" + name);
        page.put("etag", "\"page-" + from + "\"");
        if (to > from) {
            page.put(name, all.subList(from, to)); // an empty list is left out
        }
        if (to < all.size()) {
            page.put(
                    "nextPageToken",
                    Base64.getUrlEncoder().withoutPadding().encodeToString(("after-" + to).getBytes(US_ASCII)));
        }
        return FakeAnswer.json(200, chosen(request, page));
    }

    /** Keeps what {@code fields} asks for: names, and in brackets the names in a list. */
    private Map<String, Object> chosen(FakeRequest request, Map<String, Object> whole) {
        String fields = request.query("fields").orElse("");
        if (fields.isEmpty() || everyField) {
            return whole;
        }
        Map<String, Object> chosen = new LinkedHashMap<>();
        Matcher field = Pattern.compile("(\\w+)(?:\\(([\\w,]+)\\))?(?:,|$)").matcher(fields);
        int end = 0;
        while (field.find() && field.start() == end && end < fields.length()) {
            Object value = whole.get(field.group(1));
            if (value instanceof List<?> list && field.group(2) != null) {
                Set<String> inner = Set.of(field.group(2).split(","));
                value = list.stream()
                        .map(each -> ((Map<?, ?>) each)
                                .entrySet().stream()
                                        .filter(entry -> inner.contains(entry.getKey()))
                                        .collect(Collectors.toMap(entry -> entry.getKey(), entry -> entry.getValue())))
                        .toList();
            }
            if (value != null) {
                chosen.put(field.group(1), value);
            }
            end = field.end();
        }
        if (end < fields.length()) {
            throw request.bad("fields is not understood: " + fields);
        }
        return chosen;
    }

    private Map<String, Object> shown(Membership member, boolean alone) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("kind", "admin#directory#member");
        shown.put("etag", "\"member-" + member.id + "\"");
        shown.put("id", member.id);
        member.email.ifPresent(email -> shown.put("email", email));
        shown.put("role", member.role);
        if (!member.type.isEmpty()) {
            shown.put("type", member.type);
        }
        status(member).ifPresent(status -> shown.put("status", status));
        if (alone) {
            shown.put("delivery_settings", member.delivery);
        }
        if (everyField) {
            shown.put("fieldOfNextYear", Map.of("email", List.of("not@this.one")));
        }
        return shown;
    }

    /** Members that are no accounts have no status. */
    private Optional<String> status(Membership member) {
        return Optional.ofNullable(usersById.get(member.id)).map(user -> user.suspended ? "SUSPENDED" : "ACTIVE");
    }

    /** Makes an error in Google's shape. */
    static FakeAnswer error(int status, String reason, String message) {
        return FakeAnswer.json(
                status,
                Map.of(
                        "error",
                        Map.of(
                                "code",
                                status,
                                "message",
                                message,
                                "errors",
                                List.of(Map.of("message", message, "domain", "global", "reason", reason)))));
    }

    /** Makes an error in the shape of Google's newer errors, which have details. */
    static FakeAnswer detailed(int status, String reason, String message, String code, String detail) {
        return FakeAnswer.json(
                status,
                Map.of(
                        "error",
                        Map.of(
                                "code",
                                status,
                                "message",
                                message,
                                "errors",
                                List.of(Map.of("message", message, "domain", "global", "reason", reason)),
                                "status",
                                code,
                                "details",
                                List.of(
                                        Map.of(
                                                "@type",
                                                "type.googleapis.com/google.rpc.ErrorInfo",
                                                "reason",
                                                detail,
                                                "domain",
                                                "googleapis.com",
                                                "metadata",
                                                Map.of("service", "admin.googleapis.com")),
                                        Map.of(
                                                "@type",
                                                "type.googleapis.com/google.rpc.LocalizedMessage",
                                                "locale",
                                                "en-US")))));
    }

    private static Optional<String> token(FakeRequest request) {
        return request.header("Authorization")
                .filter(header -> header.startsWith("Bearer "))
                .map(header -> header.substring("Bearer ".length()));
    }

    @Override
    protected boolean authenticates(FakeRequest request) {
        return request.operation().equals("token")
                || token(request)
                        .filter(token -> token.equals(Conditions.SECRET) || tokens.knows(token))
                        .isPresent();
    }

    @Override
    protected boolean refuses(FailureKind kind) {
        return kind != FailureKind.READ_ONLY;
    }

    /** Google refuses each part of a batch as it would refuse the call alone. */
    @Override
    protected FakeAnswer refusal(FailureKind kind, FakeRequest request) {
        boolean inParts = kind == FailureKind.PERMISSION
                || kind == FailureKind.NOT_FOUND
                || kind == FailureKind.INVALID_REQUEST
                || kind == FailureKind.UNKNOWN;
        if (request.operation().equals("batch") && inParts) {
            return FakeBatch.answer(request, part -> Optional.of(refusal(kind, part)));
        }
        if (request.operation().equals("token") && kind.isTransient()) {
            return kind == FailureKind.RATE_LIMITED
                    ? FakeTokens.error(429, "rate_limit_exceeded")
                    : FakeTokens.error(503, "internal_failure");
        }
        return switch (kind) {
            case AUTHENTICATION ->
                detailed(
                        401,
                        "authError",
                        "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or"
                                + " other valid authentication credential.",
                        "UNAUTHENTICATED",
                        "ACCESS_TOKEN_TYPE_UNSUPPORTED");
            case PERMISSION -> error(403, "forbidden", "Not Authorized to access this resource/api");
            case NOT_FOUND ->
                request.operation().equals("users.list")
                        ? error(404, "notFound", "Domain not found.")
                        : error(404, "notFound", "Resource Not Found: groupKey");
            case INVALID_REQUEST -> error(400, "badRequest", "Bad Request");
            case RATE_LIMITED ->
                request.operation().equals("batch")
                        ? error(429, "rateLimitExceeded", "Rate Limit Exceeded")
                        : error(403, "quotaExceeded", "Quota exceeded for quota metric 'Queries'.");
            case UNAVAILABLE -> error(503, "backendError", "Service unavailable. Please try again");
            case UNKNOWN_THING -> error(404, "notFound", "Resource Not Found: memberKey");
            case REFUSED_THING -> error(412, "conditionNotMet", "Cyclic memberships not allowed");
            case UNKNOWN -> error(402, "paymentRequired", "Payment Required");
            case MALFORMED_ANSWER -> FakeAnswer.text(200, "<html>Welcome to the hotel's network</html>");
            case READ_ONLY -> throw new UnsupportedOperationException("Google has no read-only groups");
        };
    }

    // Faults: a batch answers each part, so what goes wrong goes wrong in the parts

    @Override
    protected boolean isRefusal(FakeAnswer answer) {
        return FakeBatch.isAnswer(answer)
                ? FakeBatch.answers(answer).values().stream().anyMatch(super::isRefusal)
                : super.isRefusal(answer);
    }

    @Override
    protected FakeAnswer quoting(FakeAnswer refusal, String words) {
        return FakeBatch.isAnswer(refusal)
                ? FakeBatch.changed(refusal, part -> isRefusal(part) ? super.quoting(part, words) : part)
                : super.quoting(refusal, words);
    }

    @Override
    protected FakeAnswer withOtherFields(FakeAnswer answer) {
        return FakeBatch.isAnswer(answer)
                ? FakeBatch.changed(answer, super::withOtherFields)
                : super.withOtherFields(answer);
    }

    /** An addition then answers with no field of the member; a removal never shows any. */
    @Override
    protected FakeAnswer bare(FakeAnswer success) {
        return FakeBatch.isAnswer(success)
                ? FakeBatch.changed(
                        success,
                        part -> part.body().isEmpty() ? part : part.body("{\"kind\":\"admin#directory#member\"}"))
                : super.bare(success);
    }

    /** An empty body or object is what Google answers to a removal, so the whole batch is malformed then. */
    @Override
    protected FakeAnswer malformed(Malformed malformed, FakeRequest request) {
        boolean inParts = request.operation().equals("batch") && malformed != Malformed.HTML_PAGE;
        boolean removes = inParts
                && FakeBatch.parts(request).values().stream()
                        .anyMatch(part -> part.verb().equals("DELETE"));
        return !inParts || (removes && malformed != Malformed.FOREIGN_OBJECT)
                ? super.malformed(malformed, request)
                : FakeBatch.answer(request, part -> Optional.of(super.malformed(malformed, part)));
    }

    // Its state

    /** Creates an empty group. */
    public synchronized void createGroup(String email) {
        ids.put(folded(email), "0%014d".formatted(++lastId));
        groups.put(folded(email), new LinkedHashMap<>());
    }

    /** Opens accounts for users. */
    public synchronized void introduce(Collection<String> emails) {
        emails.forEach(this::user);
    }

    /** Gives a user other addresses; the first one is an alias, the others come with a domain. */
    public synchronized void alias(String email, String... others) {
        FakeUser user = user(email);
        user.aliases.addAll(Arrays.asList(others));
        user.aliases.forEach(other -> ids.put(folded(other), user.id));
    }

    /** Moves users to an organizational unit. */
    public synchronized void move(Collection<String> emails, String unit) {
        emails.forEach(email -> user(email).unit = unit);
    }

    /** Suspends users. */
    public synchronized void suspend(Collection<String> emails) {
        emails.forEach(email -> user(email).suspended = true);
    }

    /** Makes a user a super administrator, with a title. */
    public synchronized void promote(String email, String title) {
        user(email).admin = true;
        user(email).title = title;
    }

    /** Archives users. */
    public synchronized void archive(Collection<String> emails) {
        emails.forEach(email -> user(email).archived = true);
    }

    /** Makes groups with these addresses that hold the group, so that it cannot hold them. */
    public synchronized void forbid(Collection<String> emails) {
        for (String email : emails) {
            createGroup(email);
            join(email, List.of(GROUP), "MEMBER");
        }
    }

    /** Makes members: groups, users of the account (with a new account if they have none), and other addresses. */
    public synchronized void join(String group, Collection<String> emails, String role) {
        for (String email : emails) {
            if (isOfTheAccount(email) && !groups.containsKey(folded(email))) {
                user(email);
            }
            Membership member = membership(email, role);
            groups.get(folded(group)).put(member.id, member);
        }
    }

    /** Removes the type of a member, as Google leaves it out for some. */
    public synchronized void forgetType(String group, String email) {
        groups.get(folded(group)).get(ids.get(folded(email))).type = "";
    }

    /** From now on, Google finds this member by id only: by address it answers 404 to reads and writes. */
    public synchronized void findOnlyById(String email) {
        foundById.add(folded(email));
    }

    /** The account is deleted and made again, so its address has a new id; the members of groups are the new account. */
    public synchronized void replaceAccount(String email) {
        String before = ids.get(folded(email));
        users.remove(folded(email));
        usersById.remove(before);
        String now = user(email).id;
        groups.values().forEach(group -> {
            Membership member = group.remove(before);
            if (member != null) {
                group.put(now, new Membership(now, member.email, member.type, member.role));
            }
        });
    }

    /** Gives a user another primary address; the former one becomes an alias. Groups list the new one. */
    public synchronized void rename(String email, String to) {
        FakeUser before = users.remove(folded(email));
        FakeUser now = new FakeUser(before.id, to);
        now.aliases.add(before.email);
        users.put(folded(to), now);
        usersById.put(now.id, now);
        ids.put(folded(to), now.id);
        groups.values()
                .forEach(group -> group.computeIfPresent(
                        now.id, (id, member) -> new Membership(id, Optional.of(to), member.type, member.role)));
    }

    /** Makes a member with this id, such as one of a deleted account whose address is used again. */
    public synchronized void joinWithId(String group, String id, String email, String role) {
        groups.get(folded(group)).put(id, new Membership(id, Optional.of(email), "USER", role));
    }

    /** Sends every field from now on, also new ones, whatever the request asks for. */
    public synchronized void sendEveryField() {
        everyField = true;
    }

    /** Makes everybody in the account a member. */
    public synchronized void joinEverybody(String group) {
        String id = "C0%07d".formatted(++lastId);
        groups.get(folded(group)).put(id, new Membership(id, Optional.empty(), "CUSTOMER", "MEMBER"));
    }

    /** {@return the addresses of the members with one of these roles} Members without an address are left out. */
    public synchronized Set<String> members(String group, String... roles) {
        return new TreeSet<>(memberList(group, roles));
    }

    /** {@return the addresses of the members with one of these roles, in Google's order, as often as they are listed} */
    public synchronized List<String> memberList(String group, String... roles) {
        return groups.get(folded(group)).values().stream()
                .filter(member -> List.of(roles).contains(member.role))
                .flatMap(member -> member.email.stream())
                .toList();
    }

    /** {@return how many members are of a type, such as {@code CUSTOMER}} */
    public synchronized int count(String group, String type) {
        return (int) groups.get(folded(group)).values().stream()
                .filter(member -> member.type.equals(type))
                .count();
    }

    /** {@return what Google keeps about a member: id, role, type and how the member gets mail} */
    public synchronized String state(String group, String email) {
        Membership member = groups.get(folded(group)).get(ids.get(folded(email)));
        return String.join(" ", member.id, member.role, member.type, member.delivery);
    }

    /** Sets how a member gets mail. */
    public synchronized void deliver(String group, String email, String delivery) {
        groups.get(folded(group)).get(ids.get(folded(email))).delivery = delivery;
    }

    /** {@return how a member gets mail} */
    public synchronized String delivery(String group, String email) {
        return groups.get(folded(group)).get(ids.get(folded(email))).delivery;
    }

    /** {@return the users of the account that are neither suspended nor archived} */
    public synchronized Set<String> activeUsers() {
        Set<String> active = new TreeSet<>();
        users.values().stream()
                .filter(user -> !user.suspended && !user.archived)
                .forEach(user -> active.add(user.email));
        return active;
    }

    /** {@return how many users are suspended} */
    public synchronized int suspended() {
        return (int) users.values().stream().filter(user -> user.suspended).count();
    }

    /** Answers the next requests for a member with these answers, one after the other. */
    public synchronized void trouble(String email, FakeAnswer... answers) {
        troubles.computeIfAbsent(folded(email), key -> new ArrayDeque<>()).addAll(List.of(answers));
    }

    /** Leaves out the answer to the next request for a member in a batch. */
    public synchronized void leaveOut(String email) {
        unanswered.add(email);
    }

    /** Denies the service account a scope from now on, such as {@code admin.directory.user.readonly}. */
    public synchronized void revoke(String scope) {
        tokens.revoke(scope);
    }

    /** {@return the users that the issued tokens act for} */
    public synchronized List<String> subjects() {
        return tokens.subjects();
    }

    /** {@return the key file of a service account} */
    public String serviceAccount() {
        return FakeTokens.serviceAccount(tokenUri());
    }

    /** {@return the address that issues tokens} */
    public String tokenUri() {
        return address() + "/token";
    }

    /** {@return its address, for {@code base-url} and {@link GoogleWorkspace.Builder#baseUrl}} */
    public URI root() {
        return URI.create(address() + "/");
    }

    @Override
    protected void populate(int members, int accounts) {
        for (int i = 0; i < accounts; i++) {
            String email = "person%05d@example.com".formatted(i);
            user(email);
            if (i < members) {
                join(GROUP, List.of(email), "MEMBER");
            }
        }
    }

    private Optional<FakeAnswer> trouble(String email) {
        Deque<FakeAnswer> answers = troubles.get(folded(email));
        return answers == null ? Optional.empty() : Optional.ofNullable(answers.poll());
    }

    private Membership membership(String email, String role) {
        String id = ids.computeIfAbsent(folded(email), address -> "2%020d".formatted(++lastId));
        if (groups.containsKey(folded(email))) {
            return new Membership(id, Optional.of(email), "GROUP", role);
        }
        Optional<FakeUser> user = Optional.ofNullable(usersById.get(id));
        return new Membership(
                id,
                Optional.of(user.map(found -> found.email).orElse(email)),
                user.isPresent() ? "USER" : "EXTERNAL",
                role);
    }

    /** The address of a member, for a request that names an address or an id. */
    private String addressOf(String key) {
        if (key.contains("@")) {
            return key;
        }
        return ids.entrySet().stream()
                .filter(entry -> entry.getValue().equals(key))
                .filter(entry -> users.containsKey(entry.getKey()) || !isUser(key))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(key);
    }

    private boolean isUser(String id) {
        return usersById.containsKey(id);
    }

    private FakeUser user(String email) {
        return users.computeIfAbsent(folded(email), address -> {
            FakeUser user = new FakeUser("1%020d".formatted(++lastId), email);
            ids.put(address, user.id);
            usersById.put(user.id, user);
            return user;
        });
    }

    /** The account has every domain except {@code .test} and {@code gmail.com}. */
    private static boolean isOfTheAccount(String email) {
        return !folded(email).endsWith(".test") && !folded(email).endsWith("@gmail.com");
    }

    /** One spelling for each mailbox: case does not count, nor do dots and the domain's spelling in a consumer mailbox. */
    static String folded(String email) {
        String folded = email.toLowerCase(Locale.ROOT);
        int at = folded.lastIndexOf('@');
        return at > 0 && CONSUMER_DOMAINS.contains(folded.substring(at + 1))
                ? folded.substring(0, at).replace(".", "") + "@gmail.com"
                : folded;
    }
}
