package dev.gosync.testkit;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.MethodDescriptor;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.MethodOrdererContext;

/** The rules there are, by their methods. */
final class Rules {
    /** The chapters of the contract, in its order. */
    private static final String CHAPTERS = "HGARCOETISNZ";

    /**
     * A rule.
     *
     * @param number such as {@code A-2}
     * @param title what its method is called, in words
     * @param method the name of that method
     */
    record Named(String number, String title, String method) {
        static Named of(Method method) {
            return new Named(method.getAnnotation(Rule.class).value(), words(method.getName()), method.getName());
        }

        /** What a message begins with. */
        @Override
        public String toString() {
            return "[" + number + "] " + title;
        }
    }

    /**
     * The order in which rules run. A rule that names a mistake comes before the rules that only suffer from it; the kit's
     * proofs check that. So a list of failures begins with the one to look at.
     */
    static final List<String> ORDER =
            List.of(("H-1 S-2 N-2 H-2 H-3 H-4 H-5 G-2 G-1 G-3 G-5 G-6 G-7 G-8 G-9 G-10 A-4 R-4 C-4 O-1 A-1 A-2 A-3 "
                            + "A-6 A-9 A-10 A-11 R-1 R-3 R-6 R-9 R-10 R-14 R-13 R-11 C-1 C-2 C-3 C-6 C-7 C-9 A-5 R-5 C-8 C-13 "
                            + "C-11 C-12 O-2 A-8 A-7 R-8 R-2 R-7 R-12 O-3 O-4 O-8 E-3 O-6 E-1 E-2 E-4 C-5 C-10 E-5 E-6 E-14 E-10 "
                            + "E-11 E-12 C-15 C-14 E-13 T-3 T-1 T-4 T-2 T-5 G-4 T-6 O-5 T-7 T-8 T-9 T-10 T-11 T-16 T-17 T-18 "
                            + "I-4 I-5 I-7 S-1 E-9 T-13 T-12 T-14 T-15 I-1 I-2 I-3 I-6 S-3 N-1 N-3 E-7 E-8 O-7 Z-1")
                    .split(" ", 0));

    private static final Comparator<String> BY_NUMBER = Comparator.<String>comparingInt(
                    number -> CHAPTERS.indexOf(number.charAt(0)))
            .thenComparingInt(number -> Integer.parseInt(number.substring(2)));

    private Rules() {}

    static boolean isRule(Method method) {
        return method.isAnnotationPresent(Rule.class) && isContract(method.getDeclaringClass());
    }

    private static boolean isContract(Class<?> type) {
        return type == SourceContract.class || type == AdapterContract.class;
    }

    /** Those that a certification has to check, in their order. */
    static List<Named> of(Class<?> contract) {
        return Arrays.stream(contract.getMethods())
                .filter(Rules::isRule)
                .map(Named::of)
                .sorted(Comparator.comparing(Named::number, BY_NUMBER))
                .toList();
    }

    private static String words(String name) {
        return name.replaceAll("(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    /** Runs them in {@link #ORDER}, and other tests of the class after them. */
    static final class InOrder implements MethodOrderer {
        @Override
        public void orderMethods(MethodOrdererContext context) {
            context.getMethodDescriptors()
                    .sort(Comparator.comparing((MethodDescriptor method) -> !isRule(method.getMethod()))
                            .thenComparingInt(method -> isRule(method.getMethod())
                                    ? ORDER.indexOf(Named.of(method.getMethod()).number())
                                    : 0));
        }
    }

    /** Shows their numbers. */
    static final class Names extends DisplayNameGenerator.Standard {
        @Override
        public String generateDisplayNameForMethod(List<Class<?>> enclosing, Class<?> contract, Method method) {
            return isRule(method)
                    ? Named.of(method).toString()
                    : super.generateDisplayNameForMethod(enclosing, contract, method);
        }
    }
}
