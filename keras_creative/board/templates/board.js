"use strict";

for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.tHead.rows[0].cells];
  const body = table.tBodies[0];
  heads.forEach((head, column) => {
    head.querySelector("button").addEventListener("click", () => {
      const key = (row) => row.cells[column].dataset.key;
      const numeric = head.classList.contains("number");
      const orders = numeric
        ? ["descending", "ascending"] : ["ascending", "descending"];
      const order = orders.find((o) => o !== head.ariaSort);
      const sign = order === "ascending" ? 1 : -1;
      const compare = (a, b) => {
        const [x, y] = [key(a), key(b)];
        if (x === "" || y === "") return (x === "") - (y === "");
        return sign * (numeric ? x - y : x.localeCompare(y));
      };
      body.append(...[...body.rows].sort(compare));
      heads.forEach((other) => { other.ariaSort = "none"; });
      head.ariaSort = order;
    });
  });
}
