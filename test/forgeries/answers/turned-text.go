package vault

// ‮ txet denrut ⁦
var turned int
