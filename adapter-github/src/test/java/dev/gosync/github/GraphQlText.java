package dev.gosync.github;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads schemas and queries. It refuses a query with a string in it, because e-mail addresses and logins must be
 * variables.
 */
final class GraphQlText {
    /** A type, such as {@code [String!]!}, a required list of strings. */
    record TypeRef(String name, boolean list, boolean required) {}

    /** A field of a schema. */
    record Defined(TypeRef type, Map<String, TypeRef> arguments) {}

    /** The types of a schema by name, each with its fields. The values of an enum are fields without a type. */
    record Schema(Map<String, Map<String, Defined>> types, Map<String, List<String>> enums) {}

    /** A value in a query. */
    record Variable(String name) {}

    /** A field of a query, or, without a name, the fields of a fragment. */
    record Field(String alias, String name, Map<String, Object> arguments, List<Field> fields, String fragment) {
        boolean isSpread() {
            return name.isEmpty();
        }
    }

    /** A query with its fragments. Each fragment has a type and fields. */
    record Query(String name, Map<String, TypeRef> variables, List<Field> fields, Map<String, Field> fragments) {}

    private static final Pattern TOKEN =
            Pattern.compile("#[^\\n]*|[\\s,]+|(\\.\\.\\.|[A-Za-z_][A-Za-z0-9_]*|-?[0-9]+|[{}()\\[\\]:!$=@|])");

    private final List<String> tokens = new ArrayList<>();
    private int at;

    private GraphQlText(String text) {
        Matcher matcher = TOKEN.matcher(text);
        int end = 0;
        while (end < text.length()) {
            if (!matcher.find(end) || matcher.start() != end) {
                throw new IllegalArgumentException("unexpected character '" + text.charAt(end) + "' at " + end);
            }
            if (matcher.group(1) != null) {
                tokens.add(matcher.group(1));
            }
            end = matcher.end();
        }
    }

    static Schema schema(String text) {
        GraphQlText in = new GraphQlText(text);
        Map<String, Map<String, Defined>> types = new LinkedHashMap<>();
        Map<String, List<String>> enums = new LinkedHashMap<>();
        while (in.at < in.tokens.size()) {
            String kind = in.next();
            String name = in.next();
            in.expect("{");
            if (kind.equals("enum")) {
                List<String> values = new ArrayList<>();
                while (!in.skip("}")) {
                    values.add(in.next());
                }
                enums.put(name, values);
            } else {
                Map<String, Defined> fields = new LinkedHashMap<>();
                while (!in.skip("}")) {
                    String field = in.next();
                    Map<String, TypeRef> arguments = in.skip("(") ? in.declarations("") : Map.of();
                    in.expect(":");
                    fields.put(field, new Defined(in.type(), arguments));
                }
                types.put(name, fields);
            }
        }
        return new Schema(types, enums);
    }

    static Query query(String text) {
        GraphQlText in = new GraphQlText(text);
        in.expect("query");
        String name = in.next();
        Map<String, TypeRef> variables = in.skip("(") ? in.declarations("$") : Map.of();
        List<Field> fields = in.fields();
        Map<String, Field> fragments = new LinkedHashMap<>();
        while (in.at < in.tokens.size()) {
            in.expect("fragment");
            String fragment = in.next();
            in.expect("on");
            fragments.put(fragment, in.fragment());
        }
        return new Query(name, variables, fields, fragments);
    }

    private Field fragment() {
        String type = next();
        return new Field("", type, Map.of(), fields(), "");
    }

    private Map<String, TypeRef> declarations(String prefix) {
        Map<String, TypeRef> declared = new LinkedHashMap<>();
        while (!skip(")")) {
            if (!prefix.isEmpty()) {
                expect(prefix);
            }
            String name = next();
            expect(":");
            if (declared.put(name, type()) != null) {
                throw new IllegalArgumentException("'" + name + "' is declared twice");
            }
        }
        return declared;
    }

    private TypeRef type() {
        if (skip("[")) {
            TypeRef element = type();
            expect("]");
            return new TypeRef(element.name(), true, skip("!"));
        }
        return new TypeRef(next(), false, skip("!"));
    }

    private List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        expect("{");
        while (!skip("}")) {
            fields.add(field());
        }
        if (fields.isEmpty()) {
            throw new IllegalArgumentException("a selection is empty");
        }
        return fields;
    }

    private Field field() {
        if (skip("...")) {
            return new Field("", "", Map.of(), List.of(), next());
        }
        String alias = next();
        String name = skip(":") ? next() : alias;
        Map<String, Object> arguments = new LinkedHashMap<>();
        if (skip("(")) {
            while (!skip(")")) {
                String argument = next();
                expect(":");
                arguments.put(argument, value());
            }
        }
        List<Field> fields = "{".equals(peek()) ? fields() : List.of();
        return new Field(alias, name, arguments, fields, "");
    }

    private Object value() {
        if (skip("$")) {
            return new Variable(next());
        }
        if (skip("{")) {
            Map<String, Object> fields = new LinkedHashMap<>();
            while (!skip("}")) {
                String field = next();
                expect(":");
                fields.put(field, value());
            }
            return fields;
        }
        String token = next();
        return token.matches("-?[0-9]+") ? (Object) Long.valueOf(token) : token;
    }

    private @Nullable String peek() {
        return at < tokens.size() ? tokens.get(at) : null;
    }

    private String next() {
        if (at == tokens.size()) {
            throw new IllegalArgumentException("the text ends too early");
        }
        return tokens.get(at++);
    }

    private boolean skip(String token) {
        if (token.equals(peek())) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(String token) {
        String found = next();
        if (!found.equals(token)) {
            throw new IllegalArgumentException("expected '" + token + "', found '" + found + "'");
        }
    }
}
