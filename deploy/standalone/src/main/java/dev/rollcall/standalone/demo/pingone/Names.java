package dev.rollcall.standalone.demo.pingone;

import java.util.List;

/** Plausible made-up names, titles and departments. */
final class Names {

    static final List<String> DEPARTMENTS =
            List.of("Engineering", "Sales", "Finance", "Support", "Legal", "Marketing", "Operations", "People");

    static final List<String> TITLES =
            List.of("Associate", "Specialist", "Analyst", "Engineer", "Consultant", "Lead", "Director");

    private static final List<String> GIVEN = List.of(
            "Ada", "Anneke", "Aroha", "Björn", "Carmen", "Chidi", "Dilek", "Elif", "Emil", "Fatou", "Giulia", "Hana",
            "Ines", "Ivan", "Jonas", "Kenji", "Leila", "Linh", "Mateo", "Nadia", "Noor", "Olu", "Priya", "Rosa",
            "Samir", "Søren", "Tamar", "Uma", "Viktor", "Wanjiru", "Yara", "Zoë");

    private static final List<String> FAMILY = List.of(
            "Abel",
            "Bakker",
            "Castillo",
            "Dubois",
            "Eriksen",
            "Farouk",
            "García",
            "Hoffmann",
            "Ito",
            "Jansen",
            "Kaya",
            "Lindqvist",
            "Moreau",
            "Ngata",
            "Okafor",
            "O'Neill",
            "Petrov",
            "Quispe",
            "Rossi",
            "Sato",
            "Tanaka",
            "Umarov",
            "Vega",
            "Weber",
            "Yilmaz",
            "Zając");

    private static final List<String> PLACES =
            List.of("Berlin", "Nairobi", "Lima", "Oslo", "Osaka", "Porto", "Quito", "Turin", "Utrecht", "Wellington");

    private Names() {}

    static String given(int number) {
        return GIVEN.get(number % GIVEN.size());
    }

    /** The list lengths differ by more than a factor, so that full names repeat late. */
    static String family(int number) {
        return FAMILY.get((number + number / GIVEN.size()) % FAMILY.size());
    }

    /** Such as {@code ada.abel17}; no two numbers have the same. */
    static String userName(String given, String family, int number) {
        return plain(given) + "." + plain(family) + number;
    }

    static String team(int number) {
        String team = DEPARTMENTS.get(number % DEPARTMENTS.size()) + " "
                + PLACES.get(number / DEPARTMENTS.size() % PLACES.size());
        int round = number / (DEPARTMENTS.size() * PLACES.size());
        return round == 0 ? team : team + " " + (round + 1);
    }

    private static String plain(String name) {
        return java.text.Normalizer.normalize(name, java.text.Normalizer.Form.NFD)
                .toLowerCase(java.util.Locale.ROOT)
                .replace("ø", "o")
                .replaceAll("[^a-z]", "");
    }
}
