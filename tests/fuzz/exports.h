#pragma once

#include <string_view>

namespace stile::fuzz {

// A column map with headers of one letter, so that few bytes make an export; and one export.
inline constexpr std::string_view kColumnMap = R"(
system: "fuzz"
record: CALL_OUT
header_rows: 1
separator: ","
not_asked: [INCIDENT, EXPLOITATION, HARM, OFFENCE_GROUP, ARRESTED, OUTCOME, CHILD_VIEW, DISPUTED, HOLD]
column { field: REFERENCE header: "r" }
column { field: PERSON header: "p" }
column { field: HOME header: "h" scheme: OFSTED }
column { field: TIME header: "t" form: "%d/%m/%Y %H:%M" form: "iso-8601" form: "excel-serial" }
column { field: DATE_OF_BIRTH header: "d" form: "%d/%m/%Y" form: "iso-8601" form: "excel-serial" }
column { field: LOOKED_AFTER constant: "not-asked" }
column { field: CARE_HOME header: "a" value { text: "Y" code: "yes" } value { text: "N" code: "no" } }
column { field: CHILD_INVOLVED header: "c" value { text: "Y" code: "yes" } value { text: "N" code: "no" } }
column { field: CATEGORY header: "k" value { text: "M" code: "missing" } value { text: "O" code: "other" } }
column { field: DEPLOYMENT constant: "not-known" }
column { field: HOME_TOLD constant: "not-known" }
column { field: CHANNEL constant: "other" }
column { field: CALLER_ROLE constant: "not-known" }
column { field: APPROPRIATENESS constant: "not-assessed" }
column { field: LEVEL header: "l" value { text: "1" code: "1" } empty: "not-set" }
column { field: LEVEL_SET_BY constant: "nobody" }
column { field: CHILD_ROLE constant: "none" }
column { field: PLACING_AUTHORITY header: "o" empty: "not-known" }
column { field: CHILD_SURNAME header: "s" value { text: "?" code: "not-known" } }
column { field: PAC_REFERENCE header: "m" }
column { field: CHILD_NOW header: "w" empty: "not-known" }
column { field: CONTACT header: "e" }
)";

inline constexpr std::string_view kExport =
    "r,p,h,t,d,a,c,k,l,o,s,m,w,e\r\n"
    "1,n,SC900001,10/10/2026 "
    "20:15,04/05/2012,Y,Y,M,1,E10000093,\u0174yn-Example,P/1,in-custody,x\r\n"
    "2,n,1234567,2026-10-25T01:30,,Y,N,O,,,?,,,\r\n"
    "\"3\",\"a \"\"b\"\"\",SC900001,46305.5,,N,N,O,,,,,,\r\n";

}  // namespace stile::fuzz
