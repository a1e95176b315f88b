#pragma once

#include <string_view>

namespace stile::agent {

// kEnquiryStyle is the report's style sheet: black on white, legible without colour. A table that
// may be wider than a phone scrolls in its own container; on paper nothing does.
inline constexpr std::string_view kEnquiryStyle = R"(
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0 auto;padding:1rem;max-width:70rem;color:#000;background:#fff;
 font:1rem/1.4 sans-serif;overflow-wrap:break-word}
dd{overflow-wrap:anywhere}
.rows td:nth-child(2){white-space:nowrap}
h1{font-size:1.6rem;line-height:1.2}
h2{font-size:1.3rem;border-top:3px solid #000;padding-top:.5rem;margin-top:2rem}
h3{font-size:1.15rem;margin:1.5rem 0 .5rem}
h4{font-size:1rem;margin:1rem 0 .25rem}
dl{display:grid;grid-template-columns:auto 1fr;gap:.1rem 1rem;margin:0}
dt{font-weight:bold}
dd{margin:0}
.note{border-left:4px solid #000;padding-left:.75rem}
.pair{display:flex;flex-wrap:wrap;gap:.5rem 2rem;align-items:flex-start;break-inside:avoid-page}
.charts{flex:1 1 16rem;max-width:27rem;min-width:0}
.pair .figures{flex:1 1 14rem;min-width:0}
svg{display:block;width:100%;height:auto;break-inside:avoid}
svg text{font:12px sans-serif;fill:#000}
svg .value{font-weight:bold}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:bold;padding:.25rem 0}
th,td{border:1px solid #555;padding:.2rem .5rem;text-align:left;vertical-align:top}
th[scope=row]{font-weight:normal}
td.n,th.n{text-align:right}
tfoot td,tfoot th{font-weight:bold;border-top-width:2px}
.scroll{overflow-x:auto}
.scroll:focus-visible{outline:3px solid #000;outline-offset:2px}
.rows{min-width:44rem}
@page{size:A4;margin:15mm}
@media print{
body{max-width:none;padding:0;font-size:9pt;line-height:1.25}
th,td{padding:.05rem .4rem}
.charts{max-width:19rem}
h2,h3,h4,caption{break-after:avoid}
h2.force{break-before:page}
tr,.charts svg{break-inside:avoid}
thead{display:table-header-group}
.scroll{overflow:visible}
.rows{min-width:0;width:100%;font-size:8pt}
}
)";

}  // namespace stile::agent
