package dev.gosync.google;

import com.google.api.services.directory.Directory;
import com.google.api.services.directory.DirectoryRequest;
import com.google.api.services.directory.model.Member;
import com.google.api.services.directory.model.Members;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.http.HttpAnswer;
import dev.gosync.adapter.http.Pages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The members of one group: reads them in pages, and looks them up and writes them in batches. Threads may share it. */
final class GroupCalls {
    static final String LIST = "members.list";
    static final String INSERT = "members.insert";
    static final String DELETE = "members.delete";
    private static final String GET = "members.get";
    private static final String PATCH = "members.patch";
    private static final String KIND = "admin#directory#member";
    private static final String FIELDS = "id,email,role,type,status";
    private static final int PAGE = 200;

    /** What Google answers to a removal. Any other text does not come from the Directory API. */
    private static final Set<String> EMPTY = Set.of("", "{}");

    /** One request of a batch that adds: to add a member, or to look up who it is. */
    private record Part(String thing, boolean look) {
        @Override
        public String toString() {
            return thing;
        }
    }

    private final GoogleApi api;
    private final String group;
    private final String place;
    private final GroupOptions options;

    GroupCalls(GoogleApi api, String group, String place, GroupOptions options) {
        this.api = api;
        this.group = group;
        this.place = place;
        this.options = options;
    }

    private Directory.Members members() {
        return api.client().members();
    }

    /** Reads the members, 200 with each call. */
    List<Member> list() throws InterruptedException {
        List<Member> all = new ArrayList<>();
        Pages pages = Pages.of(place, LIST);
        Optional<String> token = Optional.empty();
        do {
            String from = token.orElse(null);
            Members page = api.read(place, LIST, options.scope(), "admin#directory#members", () -> {
                Directory.Members.List list = members().list(group);
                options.limit(list);
                return list.setMaxResults(PAGE)
                        .setPageToken(from)
                        .setFields("kind,nextPageToken,members(" + FIELDS + ")");
            });
            List<Member> some = page.getMembers() == null ? List.of() : page.getMembers();
            all.addAll(some);
            List<Object> ids = some.stream().map(GroupCalls::identity).toList();
            // A member of two nested groups may be on two pages; only a whole page must not come twice.
            token = pages.next(options.derived() && !ids.isEmpty() ? List.of(ids) : ids, page.getNextPageToken());
        } while (token.isPresent());
        return all;
    }

    private static Object identity(Member member) {
        return id(member)
                .or(() -> text(member.getEmail()))
                .<Object>map(text -> text)
                .orElse(member);
    }

    /** The id of a member, if Google told it. */
    static Optional<String> id(Member member) {
        return text(member.getId());
    }

    /** The text of a field, unless it is missing. Google's parser reads {@code null} as an empty text. */
    static Optional<String> text(@Nullable String field) {
        return field == null || field.isBlank() ? Optional.empty() : Optional.of(field);
    }

    /**
     * Adds these things, up to a batch of them. An existing member stays as it is.
     *
     * @param looking whether to look up, in the same batch if it has room, who the existing members are
     */
    void insert(List<String> things, boolean looking, ConcurrentMap<String, Verdict> verdicts)
            throws InterruptedException {
        List<Part> parts = new ArrayList<>();
        things.forEach(thing -> parts.add(new Part(thing, false)));
        if (looking && fitsLookups(things)) {
            things.forEach(thing -> parts.add(new Part(thing, true)));
        }
        ConcurrentMap<Part, Verdict> answers = new ConcurrentHashMap<>();
        try {
            api.batch(
                    place,
                    INSERT,
                    parts,
                    part -> part.look ? get(part.thing) : insert(part.thing),
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

    /** Whether a batch that adds these things has room to look up each of them too. */
    static boolean fitsLookups(List<String> things) {
        return 2 * things.size() <= Batch.MOST;
    }

    private DirectoryRequest<Member> insert(String thing) throws IOException {
        return members()
                .insert(
                        group,
                        new Member()
                                .setEmail(thing)
                                .setRole(options.role().name())
                                .setDeliverySettings(
                                        options.delivery().map(Enum::name).orElse(null)))
                .setFields("kind," + FIELDS);
    }

    private Verdict inserted(String thing, HttpAnswer answer) {
        if (answer.isSuccess()) {
            Member member = read(answer);
            return member == null || options.isLower(member) ? malformed(INSERT, thing) : Verdict.added(member);
        }
        return GoogleFailures.isDuplicate(answer)
                ? Verdict.THERE_ALREADY
                : Verdict.failed(failure(answer, INSERT, thing));
    }

    /**
     * Removes these things, up to a batch of them. If Google does not find one, its verdict is a failure that concerns one
     * thing: that alone does not show that the member is gone.
     *
     * @param keys the id or the address to remove each thing by
     */
    void delete(List<String> things, Map<String, String> keys, ConcurrentMap<String, Verdict> verdicts)
            throws InterruptedException {
        api.batch(
                place,
                DELETE,
                things,
                thing -> members().delete(group, keys.getOrDefault(thing, thing)),
                (thing, answer) -> deleted(thing, keys.getOrDefault(thing, thing), answer),
                verdicts);
    }

    private Verdict deleted(String thing, String key, HttpAnswer answer) {
        if (!answer.isSuccess()) {
            return Verdict.failed(failure(answer, DELETE, key));
        }
        return EMPTY.contains(answer.body().strip())
                ? Verdict.DONE
                : Verdict.failed(GoogleFailures.malformed(
                        place, DELETE, "the answer for " + thing + " is not that of a removal"));
    }

    /**
     * Looks up members.
     *
     * @param keys the id or the address of each thing; also another address of the member
     * @return the things that Google finds in the group
     */
    Map<String, Member> find(List<String> things, Map<String, String> keys) throws InterruptedException {
        Map<String, Member> found = new HashMap<>();
        for (int from = 0; from < things.size(); from += Batch.MOST) {
            ConcurrentMap<String, Verdict> verdicts = new ConcurrentHashMap<>();
            api.batch(
                    place,
                    GET,
                    things.subList(from, Math.min(things.size(), from + Batch.MOST)),
                    thing -> get(keys.getOrDefault(thing, thing)),
                    (thing, answer) -> found(keys.getOrDefault(thing, thing), answer),
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

    /** Looks up the members that are not known yet. */
    private void findUnknown(List<String> things, Map<String, Member> known) throws InterruptedException {
        List<String> unknown =
                things.stream().filter(thing -> !known.containsKey(thing)).toList();
        known.putAll(find(unknown, Map.of()));
    }

    /**
     * Looks up the members that are not known yet. If that fails, they stay unknown.
     *
     * @param things addresses of existing members
     * @param known the members that are known; gets the others
     */
    void findIfPossible(List<String> things, Map<String, Member> known) throws InterruptedException {
        try {
            findUnknown(things, known);
        } catch (AdapterException e) {
            System.getLogger("dev.gosync").log(System.Logger.Level.DEBUG, "Could not look up members", e);
        }
    }

    private DirectoryRequest<Member> get(String key) throws IOException {
        return members().get(group, key).setFields("kind," + FIELDS);
    }

    private Verdict found(String key, HttpAnswer answer) {
        if (answer.isSuccess()) {
            Member member = read(answer);
            return member == null ? malformed(GET, key) : Verdict.found(member);
        }
        return GoogleFailures.isNotFound(answer, key) ? Verdict.DONE : Verdict.failed(failure(answer, GET, key));
    }

    /**
     * Raises members to the role of the place. A member with this role or a higher one stays as it is.
     *
     * @param things members a moment ago
     * @param known who they are, if that is known; gets the others
     */
    void raise(List<String> things, Map<String, Member> known, ConcurrentMap<String, Verdict> verdicts)
            throws InterruptedException {
        findUnknown(things, known);
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
                                        "Google says that this is a member already, but does not find the member")
                                .remedy("Run again; if it fails again, set the role of this member in Google's Admin"
                                        + " console.")
                                .build()));
            } else if (options.isLower(member)) {
                lower.add(thing);
            } else {
                verdicts.put(thing, Verdict.found(member));
            }
        }
        if (lower.isEmpty()) {
            return;
        }
        Map<String, String> keys = new HashMap<>();
        for (String thing : lower) {
            Optional<String> id = Optional.ofNullable(known.get(thing)).flatMap(GroupCalls::id);
            keys.put(thing, id.orElse(thing));
        }
        api.batch(
                place,
                PATCH,
                lower,
                thing -> members()
                        .patch(
                                group,
                                keys.getOrDefault(thing, thing),
                                new Member().setRole(options.role().name()))
                        .setFields("kind," + FIELDS),
                (thing, answer) -> {
                    if (answer.isSuccess()) {
                        Member member = read(answer);
                        return member == null || options.isLower(member) ? malformed(PATCH, thing) : Verdict.DONE;
                    }
                    return Verdict.failed(failure(answer, PATCH, keys.getOrDefault(thing, thing)));
                },
                verdicts);
    }

    private AdapterException failure(HttpAnswer answer, String operation, String thing) {
        return api.failures().ofMember(answer, place, operation, Scope.MEMBERS, thing);
    }

    private static @Nullable Member read(HttpAnswer answer) {
        Member member = GoogleApi.parsed(answer, Member.class);
        return member != null
                        && KIND.equals(member.getKind())
                        && text(member.getEmail()).isPresent()
                ? member
                : null;
    }

    private Verdict malformed(String operation, String thing) {
        return Verdict.failed(GoogleFailures.malformed(
                place, operation, "the answer for " + thing + " does not show the member as requested"));
    }
}
